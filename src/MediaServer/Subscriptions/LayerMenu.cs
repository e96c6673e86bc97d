using MediaServer.Bandwidth;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Subscriptions;

/// <summary>
/// What a track can be had as, in the terms of the allocation: sizes ranked from the smallest, whether a size is an encoding of its
/// own (simulcast) or a spatial layer within one. An encoding that the sender stopped because nobody watched it is still on the menu.
/// </summary>
internal static class LayerMenu
{
    private const int MostSizes = 4;

    /// <summary>Assumed of a picture whose size nothing has told yet, doubling with each rank.</summary>
    private const int SmallestAssumedHeight = 180;

    /// <summary>Assumed of an encoding that has not been measured yet, so that the first viewer need not wait for a measurement.</summary>
    private static readonly Bitrate Unmeasured = Bitrate.Kilobits(150);

    public static int Fill(PublishedTrack track, Span<LayerOption> options, Instant now)
    {
        Span<int> ranked = stackalloc int[MostSizes];
        var sizes = Rank(track, ranked);
        var count = 0;
        var isSilent = IsSilent(track, now);
        for (var rank = 0; rank < sizes; rank++)
        {
            var (encoding, spatial) = At(track, ranked, rank);
            var measured = encoding.RateUpTo(spatial, int.MaxValue, now);

            // Who sends one encoding sends that one or nothing: a still screen share may be silent for longer than a second, and its
            // next picture must not wait for a key frame. Of a sender of several who sends none the smallest keeps its place.
            var isOffered = track.Encodings.Length == 1 || (isSilent ? rank == 0 : !track.IsGivenUp(encoding.Index, now));
            for (var temporal = 0; temporal <= encoding.HighestTemporal && count < options.Length; temporal++)
            {
                var rate = measured == Bitrate.Zero ? encoding.LastKnownRate(spatial, temporal) : encoding.RateUpTo(spatial, temporal, now);
                options[count++] = new LayerOption(
                    new LayerChoice((sbyte)rank, (sbyte)temporal),
                    HeightOf(encoding, spatial, rank),
                    rate > Bitrate.Zero ? rate : Unmeasured * (1 << rank),
                    isOffered);
            }
        }

        return count;
    }

    /// <summary>
    /// The best that is sent now, at most the given choice; the choice itself when nothing is. A size that was switched off may take
    /// seconds to come back, when its sender has to find the bandwidth for it again.
    /// </summary>
    public static LayerChoice FindFlowing(PublishedTrack track, LayerChoice most, Instant now)
    {
        if (track.Encodings.Length == 1)
            return most;

        Span<int> ranked = stackalloc int[MostSizes];
        Rank(track, ranked);
        for (int rank = most.Spatial; rank >= 0; rank--)
        {
            var encoding = At(track, ranked, rank).Encoding;
            if (track.IsFlowing(encoding.Index, now))
                return rank == most.Spatial ? most : new LayerChoice((sbyte)rank, (sbyte)encoding.HighestTemporal);
        }

        // The first packet of all is on its way to the subscribers, and begins the picture they have been waiting for.
        return HasJustBegun(track) ? new LayerChoice(0, most.Temporal) : most;
    }

    /// <summary>The encodings, a bit for each, that are given up and would be of use at this height: they go on being asked for.</summary>
    public static int Missed(PublishedTrack track, int height, Instant now)
    {
        if (track.Encodings.Length == 1)
            return 0;

        Span<int> ranked = stackalloc int[MostSizes];
        var sizes = Rank(track, ranked);
        var missed = 0;
        for (var rank = 0; rank < sizes; rank++)
        {
            var (encoding, spatial) = At(track, ranked, rank);
            if (track.IsGivenUp(encoding.Index, now))
                missed |= 1 << encoding.Index;

            if (HeightOf(encoding, spatial, rank) >= height)
                break;
        }

        return missed;
    }

    /// <summary>From a choice back to the encoding and layer it stands for.</summary>
    public static (int Encoding, int Spatial) Read(PublishedTrack track, LayerChoice choice)
    {
        Span<int> ranked = stackalloc int[MostSizes];
        Rank(track, ranked);
        var (encoding, spatial) = At(track, ranked, choice.Spatial);
        return (encoding.Index, spatial);
    }

    /// <summary>Everything that could be shown has been asked for, and nothing comes.</summary>
    private static bool IsSilent(PublishedTrack track, Instant now)
    {
        foreach (var encoding in track.Encodings)
        {
            if (!track.IsGivenUp(encoding.Index, now))
                return false;
        }

        return true;
    }

    private static int HeightOf(TrackEncoding encoding, int spatial, int rank) =>
        encoding.HeightOf(spatial) is > 0 and var height ? height : SmallestAssumedHeight << rank;

    private static (TrackEncoding Encoding, int Spatial) At(PublishedTrack track, ReadOnlySpan<int> ranked, int rank) =>
        track.Encodings.Length == 1 ? (track.Encodings[0], rank) : (track.Encodings[ranked[rank]], track.Encodings[ranked[rank]].HighestSpatial);

    private static int Rank(PublishedTrack track, Span<int> ranked)
    {
        if (track.Encodings.Length == 1)
            return Math.Min(track.Encodings[0].HighestSpatial + 1, MostSizes);

        var count = Math.Min(track.Encodings.Length, MostSizes);
        for (var i = 0; i < count; i++)
        {
            // Encodings are few; insertion keeps the announced order among those whose size is not known.
            var at = i;
            for (; at > 0 && IsSmaller(track.Encodings[i], track.Encodings[ranked[at - 1]]); at--)
                ranked[at] = ranked[at - 1];

            ranked[at] = i;
        }

        return count;
    }

    private static bool HasJustBegun(PublishedTrack track)
    {
        foreach (var encoding in track.Encodings)
        {
            if (encoding.LastPacketAt != Instant.Never)
                return false;
        }

        return true;
    }

    private static bool IsSmaller(TrackEncoding a, TrackEncoding b) => a.Height > 0 && b.Height > 0 && a.Height < b.Height;
}
