using System.Text.Json;
using System.Text.Json.Nodes;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// Every place in every request body that the server describes, each spoilt in every way that its type can be: null, a null in a list,
/// a number out of every range, a text of a megabyte. All else in the body is as the operation wants it.
/// </summary>
internal sealed class SpoiltBodies(JsonElement description)
{
    private const int Deepest = 6;
    private const string Mark = "here it is spoilt";

    private static readonly string LongText = $"\"{new string('m', 1024 * 1024)}\"";

    private static readonly string[] Numbers = ["-1", "2147483647", "9223372036854775808", "1e400", "1.5", "\"7x\""];

    // They take their time, so each place of a model is spoilt so in one operation that has it.
    private readonly HashSet<string> _long = new(StringComparer.Ordinal);

    private readonly Dictionary<string, JsonElement> _bodies = (
        from path in description.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Value.TryGetProperty("requestBody", out _) && method.Value.TryGetProperty("operationId", out _)
        let content = method.Value.GetProperty("requestBody").GetProperty("content")
        where content.TryGetProperty("application/json", out _)
        select KeyValuePair.Create(method.Value.GetProperty("operationId").GetString()!, content.GetProperty("application/json").GetProperty("schema"))).ToDictionary();

    /// <param name="whole">A body as the operation wants it.</param>
    public IEnumerable<SpoiltBody> Of(string operation, string whole) =>
        _bodies.TryGetValue(operation, out var schema) ? Places(schema, [], 0).SelectMany(place => Spoil(place, whole, withLong: _long.Add($"{schema} {place.Name}"))) : [];

    private static IEnumerable<SpoiltBody> Spoil(Place place, string whole, bool withLong)
    {
        if (place.Path.Length > 0)
            yield return With("null");
        switch (place.Type)
        {
            case "array":
                yield return With("[null]") with { Field = $"{place.Name}[0]" };
                if (place.Item is { } item)
                    yield return With($"[{item},null]") with { Field = $"{place.Name}[1]" };
                break;
            case "integer" or "number":
                foreach (var number in Numbers)
                    yield return With(number);
                break;
            case "string":
                yield return With("17");
                if (withLong)
                    yield return With(LongText);
                break;
            default:
                break;
        }

        SpoiltBody With(string value) => new($"{place.Name} = {(value.Length < 40 ? value : "a megabyte")}", () => Replaced(whole, place.Path, value), null);
    }

    private IEnumerable<Place> Places(JsonElement schema, string[] path, int depth)
    {
        if (depth > Deepest)
            yield break;

        var followed = Follow(schema);
        var type = TypeOf(followed);
        if (type == "array")
        {
            var items = followed.GetProperty("items");
            var isList = TypeOf(Follow(items)) is "integer" or "number" or "boolean";
            yield return new Place(path, isList ? "list of values" : type, isList ? null : Made(items, 0).ToJsonString());
            foreach (var inner in Places(items, [.. path, "0"], depth + 1))
                yield return inner;
        }
        else
        {
            yield return new Place(path, type, null);
            if (followed.TryGetProperty("properties", out var properties))
            {
                foreach (var inner in properties.EnumerateObject().SelectMany(property => Places(property.Value, [.. path, property.Name], depth + 1)))
                    yield return inner;
            }
        }
    }

    /// <summary>Something of that type that is well formed.</summary>
    private JsonNode Made(JsonElement schema, int depth)
    {
        var followed = Follow(schema);
        return TypeOf(followed) switch
        {
            "array" => new JsonArray(),
            "string" => "1",
            "integer" or "number" => 1,
            "boolean" => true,
            _ when depth < Deepest && followed.TryGetProperty("properties", out var properties) =>
                new JsonObject(properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Made(property.Value, depth + 1)))),
            _ => new JsonObject(),
        };
    }

    /// <summary>The body with another value in one place; what leads there and is missing is made.</summary>
    private static string Replaced(string whole, string[] path, string value)
    {
        if (path.Length == 0)
            return value;

        var root = JsonNode.Parse(whole)!;
        var at = root;
        for (var i = 0; i < path.Length; i++)
        {
            var isLast = i == path.Length - 1;
            JsonNode next = isLast ? Mark : path[i + 1] == "0" ? new JsonArray() : new JsonObject();
            if (path[i] == "0" && at is JsonArray list)
            {
                if (isLast || list is [] or [null, ..])
                {
                    list.Clear();
                    list.Add(next);
                }

                at = list[0]!;
            }
            else if (at is JsonObject fields)
            {
                if (isLast || fields[path[i]] is not (JsonArray or JsonObject))
                    fields[path[i]] = next;
                at = fields[path[i]]!;
            }
        }

        // Put in as text, so that numbers can stand there which no type holds.
        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private JsonElement Follow(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = description.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("oneOf", out var choices))
                schema = choices.EnumerateArray().First(choice => choice.TryGetProperty("$ref", out _) || TypeOf(choice) != "null");
            else
                return schema;
        }
    }

    // Numbers may come in quotes, so a type is often two.
    private static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var said))
            return "object";

        string[] types = said.ValueKind == JsonValueKind.Array ? [.. said.EnumerateArray().Select(one => one.GetString()!)] : [said.GetString()!];
        return types.FirstOrDefault(type => type is "integer" or "number") ?? types.FirstOrDefault(type => type != "null") ?? "null";
    }

    private sealed record Place(string[] Path, string Type, string? Item)
    {
        public string Name => string.Concat(Path.Index().Select(step => step.Item == "0" ? "[0]" : step.Index == 0 ? step.Item : $".{step.Item}"));
    }
}

/// <summary>A body with one place spoilt.</summary>
/// <param name="Field">The place that the refusal must name, where only one can be meant.</param>
internal sealed record SpoiltBody(string What, Func<string> Make, string? Field)
{
    /// <summary>Made when it is asked for, for some are large.</summary>
    public string Body => Make();
}
