namespace SignalingHost.Rest;

/// <summary>Where a request came from, as the connection says, or a proxy that is trusted; what a header says of it else is the word of a stranger.</summary>
internal static class Source
{
    public static string Of(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "unknown";
}
