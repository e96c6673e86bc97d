using Microsoft.OpenApi;

namespace SignalingHost.Rest.OpenApi;

/// <summary>Says of an endpoint what its handler takes from the request by itself, so that the description of the API has it.</summary>
internal static class Described
{
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, string name, string text, bool isRequired = false) =>
        endpoint.Takes(ParameterLocation.Query, name, text, isRequired);

    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder endpoint, string name, string text, bool isRequired = false) =>
        endpoint.Takes(ParameterLocation.Header, name, text, isRequired);

    /// <summary>A body that is no JSON.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint, params string[] contentTypes) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = contentTypes.ToDictionary(type => type, _ => Text(), StringComparer.Ordinal) };
        return Task.CompletedTask;
    });

    /// <summary>An answer that is no JSON, or none at all.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder endpoint, int status, string text, string? contentType = null) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Responses ??= new OpenApiResponses();
        if (status != StatusCodes.Status200OK && operation.Responses.TryGetValue("200", out var assumed) && assumed.Content is null or { Count: 0 })
            operation.Responses.Remove("200");
        operation.Responses[$"{status}"] = new OpenApiResponse
        {
            Description = text,
            Content = contentType is null ? null : new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [contentType] = Text(contentType) },
        };
        return Task.CompletedTask;
    });

    public static void AddParameter(OpenApiOperation operation, ParameterLocation place, string name, string? text, bool isRequired)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.Any(one => one.In == place && string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)))
            return;

        operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = text, Required = isRequired, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, ParameterLocation place, string name, string text, bool isRequired) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            AddParameter(operation, place, name, text, isRequired);
            return Task.CompletedTask;
        });

    private static OpenApiMediaType Text(string contentType = "text/plain") => new()
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = contentType.StartsWith("image/png", StringComparison.Ordinal) ? "binary" : null },
    };
}
