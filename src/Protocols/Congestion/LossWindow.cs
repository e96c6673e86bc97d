namespace Protocols.Congestion;

/// <summary>How much of what we sent in one stretch of time was lost on the way to this receiver; nothing upstream of us is in it.</summary>
/// <param name="SentRate">How fast it was sent.</param>
/// <param name="Target">What the estimate allowed meanwhile.</param>
/// <param name="Queue">How long every packet waited at the bottleneck; zero for a peer that does not report arrival times.</param>
/// <param name="Proven">A probe has arrived at this rate meanwhile; zero if there was none.</param>
public readonly record struct LossWindow(
    int Packets, int Lost, Bitrate SentRate, Bitrate Target, TimeSpan Queue, TimeSpan RoundTrip, Bitrate Proven = default)
{
    public double Share => Packets > 0 ? Math.Clamp((double)Lost / Packets, 0, 1) : 0;
}
