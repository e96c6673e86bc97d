using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;

namespace MediaServer.Terminals;

/// <summary>
/// Presses keys on a line's own stream, in place of its sound: who hears keys in the middle of a voice hears other keys. Between two keys, and in
/// the pauses that were dialled, the line is silent.
/// </summary>
internal sealed class KeyDialler(Action<ReadOnlySpan<byte>, PayloadType, RtpTimestamp, bool> send) : IDtmfOutput
{
    private DtmfSender? _sender;
    private PayloadType _payloadType;
    private bool _hasSent;

    public bool IsIdle => _sender is not { IsIdle: false };

    /// <summary>False if the line agreed on no telephone events, or these are too many.</summary>
    public bool TryDial(string digits, TerminalLine line, int clockRate, Instant now)
    {
        if (line.Events.Count == 0)
            return false;

        // Events share their stream's clock (RFC 4733 §2.1); where none has it, the terminal counts in its own.
        var events = line.Events.FirstOrDefault(format => format.ClockRate == clockRate) ?? line.Events[0];
        _payloadType = events.PayloadType;
        if (IsIdle)
            _sender = new DtmfSender(events.ClockRate, new DtmfSenderOptions());
        return _sender!.TryDial(digits, now);
    }

    /// <summary>Sends what is due; false if the line is to be silent at this moment.</summary>
    public bool TrySend(RtpTimestamp clock, Instant now)
    {
        _hasSent = false;
        _sender?.Advance(clock, now, this);
        return _hasSent;
    }

    void IDtmfOutput.SendEvent(ReadOnlySpan<byte> payload, RtpTimestamp timestamp, bool marker)
    {
        _hasSent = true;
        send(payload, _payloadType, timestamp, marker);
    }
}
