using System.Net;

namespace Protocols.Sdp.Terminals;

/// <summary>Reads what a terminal says in its lines, in an offer as in an answer.</summary>
internal sealed class TerminalLineReader(SessionDescription session, TerminalPolicy policy)
{
    private const int LongestLabel = 32;

    /// <summary>224.0.0.0: from here on are groups, addresses kept for later, and everybody.</summary>
    private const uint FirstGroupAddress = 0xE000_0000;

    private static readonly string[] ContentWords = ["slides", "speaker", "alt", "sl"];

    private bool _hasAudio;
    private bool _hasVideo;

    /// <summary>Everything but what has to do with our side: ports, keys, our direction. Accepted if nothing speaks against it.</summary>
    public TerminalLine Read(MediaDescription line)
    {
        var codecs = line.ReadCodecs();
        var codec = line.Kind switch
        {
            MediaKind.Audio => TerminalCodecs.ChooseAudio(codecs, policy.Sound),
            MediaKind.Video => TerminalCodecs.ChooseVideo(codecs),
            _ => null,
        };
        var remote = AddressOf(line, line.Port);
        var isContent = line.Kind == MediaKind.Video && line.Contents.Any(ContentWords.Contains);
        var picture = codec?.Format.ProfileLevelId is { } profile && line.Kind == MediaKind.Video
            ? PictureLimit.Of(profile, codec.Format).Within(policy.Picture)
            : (PictureLimit?)null;
        var read = new TerminalLine
        {
            Kind = line.Kind,
            Refusal = SectionRefusal.None,
            Codec = codec,
            ReceivePayloadTypes = codec is null ? [] : [codec.PayloadType],
            Events = line.Kind == MediaKind.Audio && policy.TakesKeyEvents ? TerminalCodecs.ChooseEvents(codecs, codec) : [],
            Direction = DirectionOf(line).Reversed(),
            Remote = remote,
            RtcpMux = line.RtcpMux,
            RemoteRtcp = line.RtcpMux ? remote : AddressOf(line, line.RtcpPort ?? line.Port + 1),
            Picture = picture,
            SendLimit = SendLimitOf(line, picture),
            Feedback = codec?.Feedback & (RtcpFeedbackKinds.NackPli | RtcpFeedbackKinds.CcmFir | RtcpFeedbackKinds.CcmTmmbr) ?? RtcpFeedbackKinds.None,
            PacketTime = line.PacketTime is >= 10 and <= 60 and var time ? time : 20,
            Label = line.Label is { Length: <= LongestLabel } label && SdpLimits.IsToken(label) ? label : null,
            IsContent = isContent,
            FloorControl = BfcpDescription.IsBfcp(line) ? BfcpDescription.Read(line, remote) : null,
        };
        return read with { Refusal = WhyNot(line, read) };
    }

    /// <summary>The keys that we can use, in the order of the terminal's preference.</summary>
    public static IEnumerable<SdesKey> KeysOf(MediaDescription line)
    {
        foreach (var crypto in line.Cryptos)
        {
            if (SdesKey.TryRead(crypto, out var key))
                yield return key;
        }
    }

    private SectionRefusal WhyNot(MediaDescription line, TerminalLine read)
    {
        if (line.Port == 0)
            return SectionRefusal.OfferedOff;

        if (read.FloorControl is not null)
            return SectionRefusal.FloorControlNotServed;

        if (line.Kind is not (MediaKind.Audio or MediaKind.Video))
            return SectionRefusal.NotMedia;

        if (!TerminalProtocols.IsRtp(line.Protocol))
            return SectionRefusal.UnknownProtocol;

        if (read.IsContent)
            return SectionRefusal.ContentNotServed;

        if (read.Codec is null)
            return SectionRefusal.NoCommonCodec;

        if (line.Kind == MediaKind.Video && !policy.AllowVideo)
            return SectionRefusal.Stopped;

        ref var isTaken = ref line.Kind == MediaKind.Audio ? ref _hasAudio : ref _hasVideo;
        if (isTaken)
            return SectionRefusal.TooManySections;

        isTaken = true;
        return SectionRefusal.None;
    }

    /// <summary>As they see it. An address of zeros was the way to hold before there were directions (RFC 3264 §8.4).</summary>
    private MediaDirection DirectionOf(MediaDescription line)
    {
        var direction = session.DirectionOf(line);
        return IPAddress.TryParse(HostOf(line), out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any))
            ? direction & MediaDirection.Send
            : direction;
    }

    private Bitrate SendLimitOf(MediaDescription line, PictureLimit? picture)
    {
        if (picture is { } limit)
            return TerminalBandwidth.OfPicture(session, line, limit, policy);

        return line.Kind == MediaKind.Audio ? TerminalBandwidth.OfSound(line) : Bitrate.Unlimited;
    }

    /// <summary>Null for a name, which we do not look up: the terminal's own packets will tell where it is.</summary>
    private TransportAddress? AddressOf(MediaDescription line, int port)
    {
        if (port is <= 0 or > ushort.MaxValue || !IPAddress.TryParse(HostOf(line), out var host))
            return null;

        var address = TransportAddress.From(host, port);
        var isNowhere = host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any);
        var isGroup = host.IsIPv6Multicast || (address.IsIPv4 && address.IPv4 >= FirstGroupAddress);
        return isNowhere || isGroup ? null : address;
    }

    // What follows a slash is the reach of a multicast.
    private string HostOf(MediaDescription line) => session.ConnectionOf(line)?.Address.Split('/')[0] ?? "";
}
