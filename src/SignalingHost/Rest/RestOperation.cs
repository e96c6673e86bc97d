namespace SignalingHost.Rest;

/// <summary>What every endpoint of the API carries: its operation's name and its door.</summary>
internal sealed record RestOperation(string Id, Door Door);

internal static class RestOperationExtensions
{
    /// <summary>Makes an endpoint one of the API: it has request ids, faults as the API writes them, and a door.</summary>
    public static RouteHandlerBuilder As(this RouteHandlerBuilder endpoint, string operation, Door door) =>
        endpoint.WithName(operation).WithMetadata(new RestOperation(operation, door));
}
