using Microsoft.Extensions.Primitives;

namespace SignalingHost.Web;

/// <summary>
/// Serves the browser client: the page, which is asked for again each time, and its assets, whose names change with their content and are
/// kept for good.
/// </summary>
internal static class ClientEndpoints
{
    // Nothing comes from elsewhere, and no other site may put the page into a frame. Sockets are named because not every browser counts them to 'self'.
    private const string ContentPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static void MapClient(this WebApplication app) => app.MapClient(ClientFiles.Read(Path.Combine(AppContext.BaseDirectory, "client")));

    public static void MapClient(this IEndpointRouteBuilder routes, ClientFiles files)
    {
        routes.MapGet("/", (HttpContext context) => SendAsync(context, files.Find("/index.html"), "no-cache")).ExcludeFromDescription();
        routes.MapGet("/favicon.svg", (HttpContext context) => SendAsync(context, files.Find("/favicon.svg"), "no-cache")).ExcludeFromDescription();
        routes.MapGet("/assets/{name}", (HttpContext context, string name) => SendAsync(context, files.Find($"/assets/{name}"), "public, max-age=31536000, immutable"))
            .ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext context, ClientFile? file, string cacheControl)
    {
        var (request, response) = (context.Request, context.Response);
        if (file is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = response.Headers;
        headers.CacheControl = cacheControl;
        headers.ETag = file.EntityTag;
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        if (request.Headers.IfNoneMatch.Contains(file.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = file.Bytes;
        if (file.Gzip is { } gzip && Accepts(request.Headers.AcceptEncoding))
        {
            headers.ContentEncoding = "gzip";
            body = gzip;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static bool Accepts(StringValues encodings) =>
        encodings.Any(line => line is not null && line.Split(',').Any(one => one.AsSpan().Trim().Equals("gzip", StringComparison.OrdinalIgnoreCase)));
}
