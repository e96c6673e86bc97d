namespace Protocols.Sdp.Terminals;

/// <summary>
/// How much may be sent on a line, from everything that says so. A session's figure is for sound and picture together; a figure of
/// zero says nothing.
/// </summary>
internal static class TerminalBandwidth
{
    public static readonly Bitrate Sound = Bitrate.Kilobits(64);

    /// <summary>A picture of less is no picture; somebody who writes less means something else.</summary>
    private static readonly Bitrate LeastPicture = Bitrate.Kilobits(64);

    private static readonly string[] Modifiers = ["TIAS", "AS", "CT"];

    public static Bitrate OfPicture(SessionDescription session, MediaDescription line, PictureLimit picture, TerminalPolicy policy)
    {
        var limit = Bitrate.Lower(Lowest(line.Bandwidths), picture.Bitrate);
        var total = Bitrate.Lower(Lowest(session.Bandwidths), policy.MaxBitrate);
        return Bitrate.Higher(LeastPicture, Bitrate.Lower(limit, total - Sound));
    }

    public static Bitrate OfSound(MediaDescription line) => Bitrate.Lower(Lowest(line.Bandwidths), Sound);

    private static Bitrate Lowest(List<SdpBandwidth> bandwidths)
    {
        var lowest = Bitrate.Unlimited;
        foreach (var bandwidth in bandwidths)
        {
            if (bandwidth.Value > 0 && Modifiers.Contains(bandwidth.Type))
                lowest = Bitrate.Lower(lowest, bandwidth.Bitrate);
        }

        return lowest;
    }
}
