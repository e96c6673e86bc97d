using System.Text;

namespace Protocols.Sip.Calls;

/// <summary>What a request says of session timers (RFC 4028 §7.1), kept until it is answered.</summary>
internal readonly record struct SessionAsk(bool IsSupported, TimeSpan? Asked, TimeSpan Minimum, bool PeerRefreshes)
{
    public static SessionAsk Of(in SipMessage request) => new(
        request.Lists(SipHeader.Supported, "timer"u8) || request.Lists(SipHeader.Require, "timer"u8),
        Read(request, SipHeader.SessionExpires),
        Read(request, SipHeader.MinSE) ?? TimeSpan.Zero,
        IsRefresher(request, "uac"u8));

    public static TimeSpan? Read(in SipMessage message, SipHeader header) =>
        message.TryNumber(header, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    public static bool IsRefresher(in SipMessage message, ReadOnlySpan<byte> who) =>
        message.TryFind(SipHeader.SessionExpires, out var value) && SipParameters.TryFind(value, "refresher"u8, out var refresher)
        && Ascii.EqualsIgnoreCase(refresher, who);
}
