using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>Where media comes and goes, and how many shards (threads that own a port and some meetings) carry it.</summary>
internal sealed record MediaOptions
{
    // One port per shard: the ICE candidate names it, so a browser's first packet already reaches its owner.
    [Description("First media port; shard n uses this plus n, UDP and TCP")]
    public int FirstPort { get; init; } = 40000;

    [Description("UDP ports for plain RTP of SIP terminals, which want a port of their own")]
    public PortRange RtpPorts { get; init; } = new(42000, 42999);

    // A shard runs to completion on its thread, so more shards than cores only take turns.
    [Description("Number of shards; 0 means one for each core")]
    public int Shards { get; init; }

    [Description("IP addresses that ICE candidates and SDP name, comma separated; empty: all of this machine, loopback too")]
    public IReadOnlyList<string> AnnouncedAddresses { get; init; } = [];

    // Pinning helps a machine that does nothing else and hurts one that does.
    [Description("Pin each shard's thread to a core")]
    public bool PinThreads { get; init; }

    // SCHED_FIFO takes p99 latency on a busy host from 1-2.5 ms to 0.07 ms, but needs CAP_SYS_NICE.
    [Description("Give shard threads real-time priority (SCHED_FIFO); needs CAP_SYS_NICE")]
    public bool RealtimeThreads { get; init; }

    // recvmmsg, sendmmsg and segmentation by the kernel; a packet costs several times more without.
    [Description("Use the kernel's batched socket calls where it has them")]
    public bool BatchedSockets { get; init; } = true;

    // RFC 7675 §5.1 says thirty seconds; within seven a client that is well has been heard.
    [Description("How long a WebRTC connection is kept that nothing is heard from, at least 7 s")]
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Description("STUN and TURN servers that WHIP and WHEP clients are told of, such as turn:turn.example.org:3478, comma separated")]
    public IReadOnlyList<string> IceServers { get; init; } = [];

    [Description("User name for the TURN servers")]
    public string IceUsername { get; init; } = "";

    [Description("Password for the TURN servers")]
    public Redacted<string> IceCredential { get; init; } = new("");

    public int ShardCount => Shards == 0 ? Environment.ProcessorCount : Shards;

    public PortRange ShardPorts => new(FirstPort, FirstPort + ShardCount - 1);
}
