using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Metadata;
using SignalingHost.Conferences;

namespace SignalingHost.Rest.Control;

/// <summary>
/// The answer that controllers ask for every second, of hundreds of people. It is written once for each state of a meeting and sent to
/// whoever asks until something changes.
/// </summary>
internal sealed class RealTimeAnswer(MeetingView view) : IResult, IEndpointMetadataProvider
{
    private static readonly ConditionalWeakTable<MeetingView, byte[]> Written = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Written.GetValue(view, static one => RestJson.Write(RealTimeInfo.Of(one)));
        httpContext.Response.ContentType = RestJson.ContentType;
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(RealTimeInfo), ["application/json"]));
}
