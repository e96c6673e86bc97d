using System.Text.Json;

namespace SignalingHost.Tests.Rest;

/// <summary>Compares a schema of the OpenAPI document with a model of the reference product's documents.</summary>
internal sealed class DescribedSchema(JsonElement document, Func<string, IReadOnlyDictionary<string, ApiDescription.Field>?> models)
{
    private const int Deepest = 8;

    /// <summary>What the schema has of another type than the model, and what it lacks: all of a request's fields, and of an answer's those that are promised.</summary>
    public IEnumerable<string> Complaints(JsonElement schema, string type, string where, bool allFields, int depth = 0)
    {
        if (depth > Deepest || Follow(schema) is not { } followed)
            return [];
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return Has(followed, "array") ? Complaints(followed.GetProperty("items"), type[..^2], $"{where}[]", allFields, depth + 1) : [$"{where}: no list"];
        if (models(type) is { } model)
            return followed.TryGetProperty("properties", out var properties) ? Fields(properties, model, where, allFields, depth) : [$"{where}: no object"];
        return Has(followed, type) || (type == "number" && Has(followed, "integer")) ? [] : [$"{where}: no {type} but {followed.GetRawText()}"];
    }

    private IEnumerable<string> Fields(JsonElement properties, IReadOnlyDictionary<string, ApiDescription.Field> model, string where, bool allFields, int depth)
    {
        foreach (var (name, field) in model)
        {
            if (!properties.TryGetProperty(name, out var property))
            {
                if (allFields || field.IsPromised)
                    yield return $"{where}: {name} is missing";
                continue;
            }

            foreach (var complaint in Complaints(property, field.Type, $"{where}.{name}", allFields, depth + 1))
                yield return complaint;
        }
    }

    private static bool Has(JsonElement schema, string type) => !schema.TryGetProperty("type", out var said)
        || (said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Any(one => one.GetString() == type) : said.GetString() == type);

    private JsonElement? Follow(JsonElement schema)
    {
        for (var steps = 0; steps < Deepest; steps++)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("oneOf", out var choices))
                schema = choices.EnumerateArray().First(choice => !choice.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "null");
            else
                return schema;
        }

        return null;
    }
}
