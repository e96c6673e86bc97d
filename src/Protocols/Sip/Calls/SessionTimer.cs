using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// Whether both ends still know of the call (RFC 4028): one refreshes it at half time, the other ends it if nothing comes. Where the choice
/// is ours we refresh, because then we know.
/// </summary>
internal sealed class SessionTimer(SipOptions options)
{
    private TimeSpan _interval;
    private TimeSpan _least = options.MinSessionExpires;
    private Instant _since;
    private bool _isOn;

    public bool WeRefresh { get; private set; }

    /// <summary>When to refresh or, if that is the peer's part, when to give up on him (§10: a third of the interval before its end, at most 32 s).</summary>
    public Instant Due
    {
        get
        {
            if (!_isOn)
                return Instant.Never;

            return WeRefresh ? _since + (_interval / 2) : _since + (_interval - Shorter(_interval / 3, TimeSpan.FromSeconds(32)));
        }
    }

    /// <summary>Too short for us: to be answered with 422. Only for those who know what that means.</summary>
    public bool IsTooShort(in SessionAsk ask) => ask.IsSupported && ask.Asked < options.MinSessionExpires;

    /// <summary>Agrees to what a request asks for and writes it into the response.</summary>
    public void Agree(in SessionAsk ask, SipWriter response, Instant now)
    {
        _isOn = ask.IsSupported || ask.Asked is not null;
        if (!_isOn)
            return;

        var ours = Longer(options.SessionExpires, ask.Minimum);
        _interval = Longer(ask.Asked is { } asked ? Shorter(asked, ours) : ours, options.MinSessionExpires);
        WeRefresh = !(ask.IsSupported && ask.PeerRefreshes);
        _since = now;
        Write(response, WeRefresh ? "uas"u8 : "uac"u8);
        if (!WeRefresh)
            response.Header(SipHeader.Require, "timer"u8);
    }

    /// <summary>Asks for a timer, or keeps the one that runs.</summary>
    public void WriteRequest(SipWriter request)
    {
        if (!_isOn)
            _interval = Longer(options.SessionExpires, _least);
        Write(request, !_isOn ? [] : WeRefresh ? "uac"u8 : "uas"u8);
        request.Header(SipHeader.MinSE, (long)_least.TotalSeconds);
    }

    /// <summary>What the peer agreed to in a 2xx.</summary>
    public void Take(in SipMessage response, Instant now)
    {
        var agreed = SessionAsk.Read(response, SipHeader.SessionExpires);
        _isOn = agreed is not null;
        _interval = Longer(agreed ?? TimeSpan.Zero, options.MinSessionExpires);
        WeRefresh = !SessionAsk.IsRefresher(response, "uas"u8);
        _since = now;
    }

    /// <summary>The peer has shown that he is there, whatever he says.</summary>
    public void Restart(Instant now) => _since = now;

    /// <summary>A 422 says what the peer wants at least; false if it says nothing new.</summary>
    public bool TryLearn(in SipMessage refusal)
    {
        if (SessionAsk.Read(refusal, SipHeader.MinSE) is not { } minimum || minimum <= _least || minimum > TimeSpan.FromDays(1))
            return false;

        _least = minimum;
        _interval = Longer(_interval, minimum);
        return true;
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void Write(SipWriter writer, ReadOnlySpan<byte> refresher)
    {
        writer.Begin(SipHeader.SessionExpires).Number((long)_interval.TotalSeconds);
        if (!refresher.IsEmpty)
            writer.Raw(";refresher="u8).Raw(refresher);
        writer.End();
    }
}
