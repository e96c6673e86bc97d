using System.Reflection;
using Meetings;
using Microsoft.AspNetCore.Http.Metadata;

namespace SignalingHost.Rest;

/// <summary>What an endpoint answers that has nothing to say: 200 with an empty body, or why not.</summary>
internal sealed class Done : IResult, IEndpointMetadataProvider
{
    private readonly Fault? _fault;

    private Done(Fault? fault) => _fault = fault;

    public static Done Well { get; } = new(null);

    public static implicit operator Done(Fault fault) => new(fault);

    public static implicit operator Done(Refusal refusal) => refusal == Refusal.None ? Well : new(Fault.Of(refusal));

    public static Task RefuseAsync(HttpContext http, Fault fault)
    {
        http.Response.Refuse(fault.Status);
        return RestJson.WriteAsync(http, new FaultBody(fault.Code, fault.Text, fault.Field));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (_fault is { } fault)
            return RefuseAsync(httpContext, fault);

        httpContext.Response.ContentType = RestJson.ContentType;
        httpContext.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void)));
}
