namespace Protocols.Sdp.Terminals;

/// <summary>What kind of thing calls, as far as its <c>User-Agent</c> tells.</summary>
public enum TerminalClass
{
    Unknown,

    /// <summary>Sound only: a telephone, or a gateway or exchange before telephones.</summary>
    Telephone,

    /// <summary>A meeting-room system: main picture, and mostly a second one with floor control.</summary>
    RoomSystem,
}

public static class TerminalClasses
{
    /// <summary>First match counts, so a maker's telephones stand before the rest of what it makes.</summary>
    private static readonly (string Beginning, TerminalClass Class)[] Known =
    [
        ("Cisco-SIPGateway", TerminalClass.Telephone),
        ("OmniPCX", TerminalClass.Telephone),
        ("Asterisk", TerminalClass.Telephone),
        ("PolycomSoundPoint", TerminalClass.Telephone),
        ("PolycomVVX", TerminalClass.Unknown),
        ("Polycom", TerminalClass.RoomSystem),
        ("Poly", TerminalClass.RoomSystem),
        ("TANDBERG", TerminalClass.RoomSystem),
        ("Cisco-TelePresence", TerminalClass.RoomSystem),
        ("Huawei-MC", TerminalClass.Unknown),
        ("Huawei", TerminalClass.RoomSystem),
        ("Yealink VC", TerminalClass.RoomSystem),
        ("Yealink SIP-T", TerminalClass.Telephone),
        ("AVer", TerminalClass.RoomSystem),
        ("PCS-X", TerminalClass.RoomSystem),
        ("LifeSize", TerminalClass.RoomSystem),
        ("Radvision", TerminalClass.RoomSystem),
    ];

    public static TerminalClass Of(string? userAgent)
    {
        var text = (userAgent ?? "").TrimStart();
        foreach (var (beginning, terminal) in Known)
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return terminal;
        }

        return TerminalClass.Unknown;
    }
}
