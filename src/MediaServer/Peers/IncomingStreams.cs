using System.Runtime.InteropServices;
using System.Text;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Peers;

/// <summary>
/// Which of a peer's SSRCs is which encoding of which section. An SSRC is bound by its first packet: by what the description announced,
/// else by MID and RID (RFC 8843 §9.2, RFC 8852), else by a payload type that only one section knows. At most
/// <see cref="MaximumSources"/> are remembered, so nobody can fill the table.
/// </summary>
internal sealed class IncomingStreams
{
    public const int MaximumSources = 64;

    private readonly Dictionary<uint, Binding> _bindings = [];
    private readonly List<ReceiveSection> _sections = [];
    private readonly List<PublishedTrack> _tracks = [];

    public ReadOnlySpan<ReceiveSection> Sections => CollectionsMarshal.AsSpan(_sections);

    public ReadOnlySpan<PublishedTrack> Tracks => CollectionsMarshal.AsSpan(_tracks);

    /// <summary>Of all sections alike, because they are bundled (RFC 8843 §9.2).</summary>
    public RtpExtensionMap Extensions { get; private set; } = RtpExtensionMap.Empty;

    public void Add(ReceiveSection section)
    {
        _sections.Add(section);
        Extensions = Merge();
    }

    /// <summary>The first packet of a section has come.</summary>
    public void Published(PublishedTrack track) => _tracks.Add(track);

    public bool TryFind(Ssrc ssrc, out Binding binding) => _bindings.TryGetValue(ssrc.Value, out binding);

    public DropReason TryBind(in RtpPacket packet, out Binding binding)
    {
        binding = default;
        var section = SectionOf(packet);
        if (section is null)
            return DropReason.UnknownSsrc;

        if (!section.Knows(packet.PayloadType))
            return DropReason.UnknownPayloadType;

        var isRepair = section.RepairedBy(packet.PayloadType) is not null;
        var encoding = EncodingOf(section, packet, isRepair);
        if (encoding < 0)
            return DropReason.UnknownSsrc;

        if (_bindings.Count >= MaximumSources)
            return DropReason.TooManySsrcs;

        binding = new Binding(section, encoding, isRepair);
        _bindings[packet.Ssrc.Value] = binding;
        return DropReason.None;
    }

    /// <summary>The source has ended; another may take its place in the table.</summary>
    public void Forget(Ssrc ssrc) => _bindings.Remove(ssrc.Value);

    public IncomingStream? StreamOf(Ssrc ssrc) =>
        TryFind(ssrc, out var binding) && !binding.IsRepair && binding.Encoding < binding.Section.Streams.Length
            ? binding.Section.Streams[binding.Encoding]
            : null;

    private ReceiveSection? SectionOf(in RtpPacket packet)
    {
        if (Extensions.TryFind(packet, RtpExtensionKind.Mid, out var mid))
        {
            foreach (var section in _sections)
            {
                if (Matches(section.Media.Mid.Value, mid))
                    return section;
            }

            return null;
        }

        ReceiveSection? only = null;
        foreach (var section in _sections)
        {
            if (section.EncodingOf(packet.Ssrc) >= 0 || section.EncodingRepairedBy(packet.Ssrc) >= 0)
                return section;

            if (!section.Knows(packet.PayloadType))
                continue;

            if (only is not null)
                return null;

            only = section;
        }

        return only;
    }

    private int EncodingOf(ReceiveSection section, in RtpPacket packet, bool isRepair)
    {
        var announced = isRepair ? section.EncodingRepairedBy(packet.Ssrc) : section.EncodingOf(packet.Ssrc);
        if (announced >= 0)
            return announced;

        var kind = isRepair ? RtpExtensionKind.RepairedRid : RtpExtensionKind.Rid;
        if (Extensions.TryFind(packet, kind, out var rid))
        {
            for (var i = 0; i < section.Media.Simulcast.Count; i++)
            {
                if (Matches(section.Media.Simulcast[i].Rid.Value, rid))
                    return i;
            }

            return -1;
        }

        return section.EncodingCount == 1 ? 0 : -1;
    }

    private RtpExtensionMap Merge()
    {
        var pairs = new List<RtpExtensionEntry>();
        foreach (var section in _sections)
        {
            for (var id = 1; id <= byte.MaxValue; id++)
            {
                if (section.Media.ReceiveExtensions.KindOf((byte)id) is var kind and not RtpExtensionKind.Unknown)
                    pairs.Add(new RtpExtensionEntry((byte)id, kind));
            }
        }

        return new RtpExtensionMap([.. pairs]);
    }

    private static bool Matches(string name, ReadOnlySpan<byte> wire)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Encoding.UTF8.TryGetBytes(name, bytes, out var length) && wire.SequenceEqual(bytes[..length]);
    }

    public readonly record struct Binding(ReceiveSection Section, int Encoding, bool IsRepair);
}
