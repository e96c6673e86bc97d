using System.Globalization;
using System.Text;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// One media section: an <c>m=</c> line and what follows it (RFC 8866 §5.14). What was written stays as it was written;
/// the properties below the lines are views that read it.
/// </summary>
public sealed class MediaDescription
{
    /// <summary>The word on the line: <c>audio</c>, <c>video</c>, <c>application</c>, or anything else.</summary>
    public required string Media { get; init; }

    /// <summary>0 refuses the section, unless it says <c>a=bundle-only</c> in an offer (RFC 9143 §6).</summary>
    public int Port { get; set; }

    public int PortCount { get; init; } = 1;

    public required string Protocol { get; init; }

    /// <summary>Payload types for RTP, other words for other protocols.</summary>
    public List<string> Formats { get; } = [];

    public SdpConnection? Connection { get; set; }

    public List<SdpBandwidth> Bandwidths { get; } = [];

    public List<SdpLine> OtherLines { get; } = [];

    public AttributeList Attributes { get; } = new();

    public MediaKind Kind => Media switch
    {
        "audio" => MediaKind.Audio,
        "video" => MediaKind.Video,
        "application" => MediaKind.Application,
        _ => MediaKind.Other,
    };

    public Mid? Mid => Attributes.First("mid") is { Length: > 0 } mid ? new Mid(mid) : null;

    public bool IsBundleOnly => Attributes.Has("bundle-only");

    public bool RtcpMux => Attributes.Has("rtcp-mux");

    public bool RtcpReducedSize => Attributes.Has("rtcp-rsize");

    public bool EndOfCandidates => Attributes.Has("end-of-candidates");

    public IEnumerable<string> Candidates => Attributes.All("candidate");

    public Msid? Msid => Attributes.All<Msid>("msid", Sdp.Msid.TryParse).Select(msid => (Msid?)msid).FirstOrDefault();

    public IEnumerable<RtpMap> RtpMaps => Attributes.All<RtpMap>("rtpmap", RtpMap.TryParse);

    public IEnumerable<RtcpFeedback> RtcpFeedbacks => Attributes.All<RtcpFeedback>("rtcp-fb", RtcpFeedback.TryParse);

    public IEnumerable<ExtMap> ExtMaps => Attributes.All<ExtMap>("extmap", ExtMap.TryParse);

    public IEnumerable<SsrcAttribute> Ssrcs => Attributes.All<SsrcAttribute>("ssrc", SsrcAttribute.TryParse);

    public IEnumerable<SsrcGroup> SsrcGroups => Attributes.All<SsrcGroup>("ssrc-group", SsrcGroup.TryParse);

    public IEnumerable<RidDescription> Rids => Attributes.All<RidDescription>("rid", RidDescription.TryParse);

    public SimulcastDescription? Simulcast =>
        Attributes.All<SimulcastDescription>("simulcast", SimulcastDescription.TryParse).FirstOrDefault();

    /// <summary>Receivers that send nothing may ask for round trips with extended reports (RFC 3611 §5).</summary>
    public bool AsksForReceiverRoundTrips => Attributes.First("rtcp-xr")?.Contains("rcvr-rtt", StringComparison.Ordinal) == true;

    public IEnumerable<CryptoAttribute> Cryptos => Attributes.All<CryptoAttribute>("crypto", CryptoAttribute.TryParse);

    /// <summary>What a room system's picture is: <c>main</c>, <c>slides</c>, … (RFC 4796).</summary>
    public IEnumerable<string> Contents => Attributes.First("content")?.Split(',') ?? [];

    public string? Label => Attributes.First("label");

    /// <summary>The port of a separate RTCP flow (RFC 3605); null means the next one up, or none under rtcp-mux.</summary>
    public int? RtcpPort => Attributes.First("rtcp") is { } rtcp && TryParsePort(rtcp.Split(' ')[0], out var port) ? port : null;

    public int? SctpPort => TryParsePort(Attributes.First("sctp-port"), out var port) ? port : null;

    public long? MaxMessageSize =>
        long.TryParse(Attributes.First("max-message-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>Milliseconds of audio per packet that the describer would like (RFC 8866 §6.4).</summary>
    public int? PacketTime =>
        int.TryParse(Attributes.First("ptime"), NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : null;

    public Bitrate? BandwidthOf(string type) =>
        Bandwidths.Where(bandwidth => bandwidth.Type == type).Select(bandwidth => (Bitrate?)bandwidth.Bitrate).FirstOrDefault();

    /// <summary>The parameters of each payload type that has any.</summary>
    public Dictionary<PayloadType, FormatParameters> ReadFormatParameters()
    {
        var parameters = new Dictionary<PayloadType, FormatParameters>();
        foreach (var line in Attributes.All("fmtp"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && RtpMap.TryParsePayloadType(line.AsSpan(0, space), out var payloadType))
                parameters.TryAdd(payloadType, FormatParameters.Parse(line[(space + 1)..]));
        }

        return parameters;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }

    internal void WriteTo(StringBuilder text)
    {
        text.Append("m=").Append(Media).Append(' ').Append(Port);
        if (PortCount > 1)
            text.Append('/').Append(PortCount);

        text.Append(' ').Append(Protocol);
        foreach (var format in Formats)
            text.Append(' ').Append(format);

        text.Append("\r\n");
        SessionDescription.WriteLines(text, OtherLines, "i");
        if (Connection is { } connection)
            text.Append(connection).Append("\r\n");

        foreach (var bandwidth in Bandwidths)
            text.Append(bandwidth).Append("\r\n");

        SessionDescription.WriteLines(text, OtherLines, "k");
        foreach (var attribute in Attributes)
            text.Append(attribute).Append("\r\n");
    }

    internal static bool TryParsePort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;
}
