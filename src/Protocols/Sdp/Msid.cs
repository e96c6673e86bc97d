namespace Protocols.Sdp;

/// <summary><c>a=msid</c>: the page's MediaStream and track that a section carries (RFC 8830). The stream <c>-</c> means none.</summary>
public readonly record struct Msid(string StreamId, string TrackId)
{
    public static bool TryParse(string value, out Msid msid)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        msid = parts.Length switch
        {
            0 => default,
            1 => new(parts[0], ""),
            _ => new(parts[0], parts[1]),
        };
        return parts.Length > 0;
    }

    public override string ToString() => TrackId.Length == 0 ? StreamId : $"{StreamId} {TrackId}";
}
