using MediaServer.Bandwidth;
using MediaServer.Packets;
using Protocols.Congestion;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Loss;
using Protocols.Srtp;

namespace MediaServer.Peers;

/// <summary>How peers are treated, the same for all of a node.</summary>
public sealed record PeerOptions
{
    public IceOptions Ice { get; init; } = new();

    public DtlsOptions Dtls { get; init; } = new();

    public SrtpReceiverOptions Srtp { get; init; } = new();

    public SrtpCryptoChoice Crypto { get; init; } = SrtpCryptoChoice.Fastest;

    public NackOptions Nack { get; init; } = new();

    public FeedbackOptions Feedback { get; init; } = new();

    /// <summary>What a publisher is told about what arrived. Replaceable: surviving heavy loss is a matter of what is said.</summary>
    public IFeedbackPolicy FeedbackPolicy { get; init; } = HonestFeedback.Instance;

    /// <summary>Whether and how often a lost packet goes again to a receiver.</summary>
    public Func<IRetransmissionPolicy> CreateRetransmissionPolicy { get; init; } = () => new OneCopyPolicy(OneCopyOptions.Default);

    public PeerSenderOptions Sending { get; init; } = new();

    public AllocationOptions Allocation { get; init; } = new();

    public HistoryOptions VideoHistory { get; init; } = new();

    /// <summary>Sound is repaired within moments or not at all.</summary>
    public HistoryOptions AudioHistory { get; init; } = new() { Keep = TimeSpan.FromMilliseconds(800), InitialPackets = 32, MaximumPackets = 256 };

    /// <summary>How often speakers, layers and demands are looked at.</summary>
    public TimeSpan RoomInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>RFC 3550 allows reports every second at these rates; receivers synchronize sooner with more.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);
}
