namespace Load.Streams;

/// <summary>Cuts a frame into pieces as equal as they can be, as libwebrtc's packetizers do: the longer ones last.</summary>
internal static class PayloadSplit
{
    /// <summary>What libwebrtc leaves for a payload: 1200 bytes less the RTP header and the extensions.</summary>
    public const int LongestPayload = 1_160;

    public static IEnumerable<(int Start, int Length)> Split(int total, int limit)
    {
        var pieces = (total + limit - 1) / limit;
        var shorter = total / pieces;
        var longer = total % pieces;
        var start = 0;
        for (var i = 0; i < pieces; i++)
        {
            var length = shorter + (i >= pieces - longer ? 1 : 0);
            yield return (start, length);
            start += length;
        }
    }
}
