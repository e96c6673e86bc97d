namespace Protocols.Rtp;

/// <summary>What a sender report says: this moment of the sender's wall clock is this moment of its media clock (RFC 3550 §6.4.1).</summary>
public readonly record struct CaptureClock(NtpTime Ntp, RtpTimestamp Rtp)
{
    /// <summary>When something with this timestamp was captured, by the sender's wall clock.</summary>
    public NtpTime At(RtpTimestamp timestamp, int clockRate) =>
        Ntp + TimeSpan.FromTicks((timestamp - Rtp) * TimeSpan.TicksPerSecond / clockRate);
}
