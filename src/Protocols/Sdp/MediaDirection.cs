namespace Protocols.Sdp;

/// <summary>
/// Which way media flows, seen by whoever says it (RFC 8866 §6.7). The other side sees it <see cref="MediaDirections.Reversed"/>.
/// </summary>
[Flags]
public enum MediaDirection
{
    Inactive = 0,
    Send = 1,
    Receive = 2,
    Both = Send | Receive,
}

public static class MediaDirections
{
    public static bool Sends(this MediaDirection direction) => (direction & MediaDirection.Send) != 0;

    public static bool Receives(this MediaDirection direction) => (direction & MediaDirection.Receive) != 0;

    public static MediaDirection Reversed(this MediaDirection direction) => direction switch
    {
        MediaDirection.Send => MediaDirection.Receive,
        MediaDirection.Receive => MediaDirection.Send,
        _ => direction,
    };

    /// <summary>The attribute's name: <c>a=sendrecv</c> and its three siblings.</summary>
    public static string AttributeName(this MediaDirection direction) => direction switch
    {
        MediaDirection.Send => "sendonly",
        MediaDirection.Receive => "recvonly",
        MediaDirection.Both => "sendrecv",
        _ => "inactive",
    };

    public static bool TryParse(string name, out MediaDirection direction)
    {
        (var known, direction) = name switch
        {
            "sendonly" => (true, MediaDirection.Send),
            "recvonly" => (true, MediaDirection.Receive),
            "sendrecv" => (true, MediaDirection.Both),
            "inactive" => (true, MediaDirection.Inactive),
            _ => (false, MediaDirection.Both),
        };
        return known;
    }
}
