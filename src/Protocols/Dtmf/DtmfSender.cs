using Protocols.Rtp;

namespace Protocols.Dtmf;

/// <summary>Dials digits as telephone events (RFC 4733 §2.5.1): all packets of one press with the timestamp of its start, the last one three times.</summary>
public sealed class DtmfSender(int clockRate, DtmfSenderOptions options)
{
    private const int Ends = 3;
    private const int MostDigits = 64;

    private readonly Queue<char> _waiting = [];
    private Instant _press;
    private RtpTimestamp _pressTimestamp;
    private DtmfDigit _digit;
    private bool _isDown;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public bool IsIdle => NextDeadline == Instant.Never;

    /// <summary>Appends digits; a comma is a pause, and anything else, such as a hyphen, is left out. False when that is too much to be meant.</summary>
    public bool TryDial(ReadOnlySpan<char> digits, Instant now)
    {
        if (_waiting.Count + digits.Length > MostDigits)
            return false;

        foreach (var symbol in digits)
        {
            if (symbol == ',' || DtmfDigit.TryFromSymbol(symbol, out _))
                _waiting.Enqueue(symbol);
        }

        if (_waiting.Count > 0 && NextDeadline == Instant.Never)
            NextDeadline = now;

        return true;
    }

    /// <summary>Sends what is due; <paramref name="clock"/> is the media clock of the stream at this moment.</summary>
    public void Advance(RtpTimestamp clock, Instant now, IDtmfOutput output)
    {
        if (now < NextDeadline)
            return;

        if (_isDown)
            Continue(now, output);
        else
            Next(clock, now, output);
    }

    private void Next(RtpTimestamp clock, Instant now, IDtmfOutput output)
    {
        if (!_waiting.TryDequeue(out var symbol))
        {
            NextDeadline = Instant.Never;
            return;
        }

        if (!DtmfDigit.TryFromSymbol(symbol, out _digit))
        {
            NextDeadline = now + options.Pause;
            return;
        }

        (_press, _pressTimestamp, _isDown) = (now, clock, true);
        NextDeadline = now + options.PacketInterval;
        Send(options.PacketInterval, isEnd: false, begins: true, output);
    }

    private void Continue(Instant now, IDtmfOutput output)
    {
        var soFar = now - _press + options.PacketInterval;
        if (soFar < options.Tone)
        {
            NextDeadline = now + options.PacketInterval;
            Send(soFar, isEnd: false, begins: false, output);
            return;
        }

        for (var i = 0; i < Ends; i++)
            Send(options.Tone, isEnd: true, begins: false, output);

        _isDown = false;
        NextDeadline = _press + options.Tone + options.Gap;
    }

    private void Send(TimeSpan duration, bool isEnd, bool begins, IDtmfOutput output)
    {
        Span<byte> payload = stackalloc byte[TelephoneEvent.Length];
        var ticks = (ushort)Math.Min(duration.Ticks * clockRate / TimeSpan.TicksPerSecond, ushort.MaxValue);
        new TelephoneEvent(_digit.Event, isEnd, options.Volume, ticks).Write(payload);
        output.SendEvent(payload, _pressTimestamp, begins);
    }
}

/// <summary>The stream that digits are dialled into.</summary>
public interface IDtmfOutput
{
    /// <summary>The marker is set on the packet with which a press begins.</summary>
    void SendEvent(ReadOnlySpan<byte> payload, RtpTimestamp timestamp, bool marker);
}
