using System.Globalization;

namespace Protocols.Sdp.Terminals;

/// <summary>Writes the parts that offers and answers to terminals have in common.</summary>
internal static class TerminalWriter
{
    public static SessionDescription Session(TerminalLocal local, long version)
    {
        var connection = SdpConnection.Of(local.Host);
        return new()
        {
            Origin = new()
            {
                UserName = "ems",
                SessionId = local.SessionId.ToString(CultureInfo.InvariantCulture),
                Version = version.ToString(CultureInfo.InvariantCulture),
                AddressType = connection.AddressType,
                Address = connection.Address,
            },
            Connection = connection,
        };
    }

    /// <summary>Sound and picture together, as room systems expect it; a telephone needs no such sum.</summary>
    public static void WriteTotal(SessionDescription session, List<TerminalLine> lines)
    {
        var total = Bitrate.Zero;
        foreach (var line in lines)
        {
            if (line.IsAccepted)
                total += line.SendLimit;
        }

        if (lines.Exists(line => line.IsAccepted && line.Kind == MediaKind.Video))
            session.Bandwidths.Add(new("AS", (total.BitsPerSecond + 999) / 1_000));
    }

    public static void WriteCodec(MediaDescription line, CodecDescription codec, FormatParameters format)
    {
        line.Formats.Add(codec.PayloadType.ToString());
        line.Attributes.Add("rtpmap", new RtpMap(codec.PayloadType, codec.Name.Text(), codec.ClockRate, codec.Channels).ToString());
        if (!format.IsEmpty)
            line.Attributes.Add("fmtp", $"{codec.PayloadType} {format}");
    }
}
