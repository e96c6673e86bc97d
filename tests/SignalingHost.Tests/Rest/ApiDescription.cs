using System.Text.Json;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>The reference product's operations and the models of their answers, as two files of names and types beside this one have them.</summary>
internal static class ApiDescription
{
    private const string Folder = "tests/SignalingHost.Tests/Rest/Data";

    private static readonly Dictionary<string, Dictionary<string, Field>> Models = ReadModels("models.txt");
    private static readonly Dictionary<string, Dictionary<string, Field>> RequestModels = ReadModels("requests.txt");

    public static IReadOnlyList<ApiOperation> Operations { get; } = [.. Lines("operations.txt").Select(line => line.Split(' ')).Select(parts => new ApiOperation(parts[0], parts[1], parts[2], parts[3]))];

    /// <summary>What stands in the query of each operation that is served and has one; a star where it must.</summary>
    public static IReadOnlyDictionary<string, string[]> Parameters { get; } = Lines("parameters.txt").Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1..], StringComparer.Ordinal);

    /// <summary>The model of each operation's request.</summary>
    public static IReadOnlyDictionary<string, string> Requests { get; } = Lines("requests.txt").Where(line => line.Contains(" = ", StringComparison.Ordinal))
        .Select(line => line.Split(" = ")).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Field>? AnswerModel(string type) => Models.GetValueOrDefault(type);

    public static IReadOnlyDictionary<string, Field>? RequestModel(string type) => RequestModels.GetValueOrDefault(type);

    /// <summary>What in the answer of an operation is not as its model has it: wrong types, unknown names, fields that are missing though promised, nulls.</summary>
    public static IEnumerable<string> Complaints(string operation, ApiAnswer answer)
    {
        var expected = Operations.Single(one => one.Name == operation).Answer;
        if (answer.Status != 200)
            return [$"{operation}: {answer}"];
        if (expected == "-")
            return answer.Body.Length == 0 ? [] : [$"{operation}: a body where none is expected: {answer.Body}"];
        return Check(answer.Json, expected, operation);
    }

    private static IEnumerable<string> Check(JsonElement value, string type, string where)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            return value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Index().SelectMany(item => Check(item.Item, type[..^2], $"{where}[{item.Index}]"))
                : [$"{where}: {value.ValueKind} instead of a list"];
        }

        if (Models.TryGetValue(type, out var model))
            return value.ValueKind == JsonValueKind.Object ? CheckObject(value, model, where) : [$"{where}: {value.ValueKind} instead of {type}"];

        var fits = type switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => throw new InvalidOperationException($"No model is called {type}."),
        };
        return fits ? [] : [$"{where}: {value.ValueKind} instead of {type}"];
    }

    private static IEnumerable<string> CheckObject(JsonElement value, Dictionary<string, Field> model, string where)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!model.TryGetValue(property.Name, out var field))
                yield return $"{where}: there is no field {property.Name}";
            else
            {
                foreach (var complaint in Check(property.Value, field.Type, $"{where}.{property.Name}"))
                    yield return complaint;
            }
        }

        foreach (var (name, _) in model.Where(field => field.Value.IsPromised && !value.TryGetProperty(field.Key, out _)))
            yield return $"{where}: {name} is missing";
    }

    private static Dictionary<string, Dictionary<string, Field>> ReadModels(string file)
    {
        var models = new Dictionary<string, Dictionary<string, Field>>(StringComparer.Ordinal);
        var last = "";
        foreach (var line in Lines(file).Where(line => !line.Contains(" = ", StringComparison.Ordinal)))
        {
            if (!line.StartsWith(' '))
            {
                models[last = line] = new Dictionary<string, Field>(StringComparer.Ordinal);
                continue;
            }

            var parts = line.Trim().Split(' ');
            models[last][parts[0].TrimEnd('*')] = new Field(parts[1], parts[0].EndsWith('*'));
        }

        return models;
    }

    private static IEnumerable<string> Lines(string file) =>
        Repository.Read($"{Folder}/{file}").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));

    internal sealed record Field(string Type, bool IsPromised);
}

/// <summary>One operation of the API. The answer is a model, a list of one, or "-" for an empty body.</summary>
internal sealed record ApiOperation(string Method, string Path, string Name, string Answer);
