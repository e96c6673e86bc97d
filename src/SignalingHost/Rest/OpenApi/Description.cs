using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SignalingHost.Rest.OpenApi;

/// <summary>The API described by itself: every route that is mapped is in the document, with what it takes, what it answers and what opens it.</summary>
internal static class Description
{
    private const string DocumentName = "v1";

    public static void AddDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Conference server",
                Version = "v1",
                Description = "Paths under /v1 and /v2 are the reference product's own, as its clients know them. Paths under /v1/ext, WHIP, WHEP, health and metrics are ours. "
                    + "Every request may carry X-Request-Id, which comes back in the answer, and Accept-Language (zh-CN or en-US).",
            };

            // Callers know where they have the document from; the address the server sees may be another.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(AddKeys);
        options.AddOperationTransformer(OperationNotes.AddAsync);
    });

    public static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet("/openapi", () => Results.Content(DescriptionPage.Html, "text/html; charset=utf-8")).ExcludeFromDescription();
    }

    private static Task AddKeys(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        foreach (var header in Doors(context.ApplicationServices).Select(door => door.Header).OfType<string>().Distinct(StringComparer.Ordinal))
            document.Components.SecuritySchemes[header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = header };
        return Task.CompletedTask;
    }

    private static IEnumerable<Door> Doors(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<RestOperation>()?.Door).OfType<Door>();
}
