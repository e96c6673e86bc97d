namespace Protocols.Sdp;

/// <summary><c>a=setup</c>: who opens the DTLS association (RFC 8842 §5.1).</summary>
public enum SetupRole
{
    ActPass,
    Active,
    Passive,
    HoldConn,
}

public static class SetupRoles
{
    public static string Text(this SetupRole role) => role switch
    {
        SetupRole.Active => "active",
        SetupRole.Passive => "passive",
        SetupRole.HoldConn => "holdconn",
        _ => "actpass",
    };

    public static bool TryParse(string? text, out SetupRole role)
    {
        (var known, role) = text switch
        {
            "actpass" => (true, SetupRole.ActPass),
            "active" => (true, SetupRole.Active),
            "passive" => (true, SetupRole.Passive),
            "holdconn" => (true, SetupRole.HoldConn),
            _ => (false, SetupRole.ActPass),
        };
        return known;
    }
}
