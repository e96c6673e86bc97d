using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// When the picture or sound of a packet was captured, on the capturer's NTP clock
/// (http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time).
/// </summary>
/// <param name="ClockOffset">
/// What to add to the capturer's clock to get that of whoever sent this packet, if the sender knows: the long form.
/// </param>
public readonly record struct AbsCaptureTime(NtpTime Captured, TimeSpan? ClockOffset = null)
{
    public const int ShortLength = 8;
    public const int LongLength = 16;

    public int Length => ClockOffset is null ? ShortLength : LongLength;

    public static bool TryRead(ReadOnlySpan<byte> value, out AbsCaptureTime time)
    {
        time = default;
        if (value.Length is not (ShortLength or LongLength))
            return false;

        var captured = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(value));
        time = value.Length == ShortLength
            ? new AbsCaptureTime(captured)
            : new AbsCaptureTime(captured, new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(value[8..])) - default(NtpTime));
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(value, Captured.Value);
        if (ClockOffset is { } offset)
            BinaryPrimitives.WriteUInt64BigEndian(value[8..], (default(NtpTime) + offset).Value);
    }
}
