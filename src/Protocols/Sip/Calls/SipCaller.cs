namespace Protocols.Sip.Calls;

/// <summary>Who calls, as far as he has proved it: a terminal's account, or a trunk. Neither is a guest.</summary>
public readonly record struct SipCaller(string? Account, string? Trunk)
{
    public static readonly SipCaller Guest;

    public bool IsGuest => Account is null && Trunk is null;
}
