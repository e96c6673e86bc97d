namespace Protocols.Sdp;

/// <summary>The <c>c=</c> line: where media is to be sent (RFC 8866 §5.7). May be a name; 0.0.0.0 was once "on hold".</summary>
public readonly record struct SdpConnection(string AddressType, string Address)
{
    public static readonly SdpConnection None = new("IP4", "0.0.0.0");

    public static SdpConnection Of(string address) => new(address.Contains(':') ? "IP6" : "IP4", address);

    public static bool TryParse(string value, out SdpConnection connection)
    {
        connection = None;
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3)
            return false;

        connection = new(parts[1], parts[2]);
        return true;
    }

    public override string ToString() => $"c=IN {AddressType} {Address}";
}
