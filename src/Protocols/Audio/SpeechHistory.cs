using System.Numerics;
using Protocols.Rtp;

namespace Protocols.Audio;

/// <summary>
/// When somebody has spoken during the last 1.28 s, and how loud: one bit for each tick of 20 ms, newest lowest.
/// A voiced packet stands for 80 ms: that covers packets of 60 ms, jitter and three losses in a row; what is not covered is
/// silence, so a sender that stops (DTX, mute, leaving) needs no notice.
/// </summary>
internal struct SpeechHistory(Instant now)
{
    private static readonly TimeSpan Reach = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan SpurtGap = TimeSpan.FromMilliseconds(300);

    private const long TickLength = 20 * TimeSpan.TicksPerMillisecond;
    private const float Rise = 0.5f;
    private const float Fall = 0.1f;

    private ulong _spoken;
    private long _tick = TickOf(now);
    private Instant _voicedUntil = now;

    /// <summary>dB above silence (0 … 127), averaged over the present talk spurt; loud parts count more than soft ones.</summary>
    public float Loudness { get; private set; }

    public Instant LastVoice { get; private set; } = now - TimeSpan.FromDays(1);

    public readonly bool HasSpoken => _spoken != 0;

    /// <summary>Of the last ticks, at most 64, how many were spoken in.</summary>
    public readonly int Spoken(int ticks) => BitOperations.PopCount(_spoken & Ones(ticks));

    public void ReceiveVoice(AudioLevel level, Instant now)
    {
        Advance(now);
        float loudness = 127 - level.Level;
        Loudness = now - LastVoice > SpurtGap ? loudness : Loudness + ((loudness - Loudness) * (loudness > Loudness ? Rise : Fall));
        LastVoice = now;
        _voicedUntil = now + Reach;
    }

    public void ReceiveSilence(Instant now)
    {
        Advance(now);
        _voicedUntil = Instant.Earlier(_voicedUntil, now);
    }

    public void Advance(Instant now)
    {
        var elapsed = TickOf(now) - _tick;
        if (elapsed <= 0)
            return;

        var voiced = Math.Clamp(TickOf(_voicedUntil) - _tick, 0, elapsed);
        _spoken = Older(_spoken, elapsed) | Older(Ones(voiced), elapsed - voiced);
        _tick += elapsed;
    }

    private static long TickOf(Instant t) => t.Ticks / TickLength;

    private static ulong Ones(long count) => count >= 64 ? ulong.MaxValue : (1UL << (int)count) - 1;

    private static ulong Older(ulong bits, long ticks) => ticks >= 64 ? 0 : bits << (int)ticks;
}
