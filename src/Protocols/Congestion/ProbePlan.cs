namespace Protocols.Congestion;

/// <summary>A short stretch of sending at a rate the link has not shown yet, to see whether it arrives at that rate.</summary>
/// <param name="Cluster">1 … 255; marks the packets that belong to it.</param>
public readonly record struct ProbePlan(int Cluster, Bitrate Rate, int Bytes);
