using System.Reflection;
using Meetings;
using Microsoft.AspNetCore.Http.Metadata;

namespace SignalingHost.Rest;

/// <summary>What an endpoint answers: a body, or why not.</summary>
internal sealed class Answer<T> : IResult, IEndpointMetadataProvider
{
    private readonly T? _body;
    private readonly Fault? _fault;

    private Answer(T body) => _body = body;

    private Answer(Fault fault) => _fault = fault;

    public static implicit operator Answer<T>(T body) => new(body);

    public static implicit operator Answer<T>(Fault fault) => new(fault);

    public static implicit operator Answer<T>(Refusal refusal) => new(Fault.Of(refusal));

    public Task ExecuteAsync(HttpContext httpContext) =>
        _fault is { } fault ? Rest.Done.RefuseAsync(httpContext, fault) : RestJson.WriteAsync(httpContext, _body!);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}
