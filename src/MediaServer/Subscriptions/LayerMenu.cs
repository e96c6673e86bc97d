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
        var isFlowing = IsFlowing(track, now);
        for (var rank = 0; rank < sizes; rank++)
        {
            var (encoding, spatial) = At(track, ranked, rank);
            var measured = encoding.RateUpTo(spatial, int.MaxValue, now);

            // Who sends one encoding sends that one or nothing: a still screen share may be silent for longer than a second, and its
            // next picture must not wait for a key frame.
            var isOffered = track.Encodings.Length == 1
                || isFlowing
                || !track.IsEncodingWanted(encoding.Index)
                || (rank == 0 && HasJustBegun(track));
            var height = encoding.HeightOf(spatial);
            for (var temporal = 0; temporal <= encoding.HighestTemporal && count < options.Length; temporal++)
            {
                var rate = measured == Bitrate.Zero ? encoding.LastKnownRate(spatial, temporal) : encoding.RateUpTo(spatial, temporal, now);
                options[count++] = new LayerOption(
                    new LayerChoice((sbyte)rank, (sbyte)temporal),
                    height > 0 ? height : SmallestAssumedHeight << rank,
                    rate > Bitrate.Zero ? rate : Unmeasured * (1 << rank),
                    isOffered);
            }
        }

        return count;
    }

    /// <summary>
    /// The best that is sent now, at most the given choice. A size that was switched off may take seconds to come back, when its sender
    /// has to find the bandwidth for it again.
    /// </summary>
    public static bool TryFindFlowing(PublishedTrack track, LayerChoice most, Instant now, out LayerChoice choice)
    {
        Span<int> ranked = stackalloc int[MostSizes];
        Rank(track, ranked);
        choice = most;
        if (track.Encodings.Length == 1 || At(track, ranked, most.Spatial).Encoding.IsActive(now))
            return true;

        for (var rank = most.Spatial - 1; rank >= 0; rank--)
        {
            var encoding = At(track, ranked, rank).Encoding;
            choice = new LayerChoice((sbyte)rank, (sbyte)encoding.HighestTemporal);
            if (encoding.IsActive(now))
                return true;
        }

        return false;
    }

    /// <summary>From a choice back to the encoding and layer it stands for.</summary>
    public static (int Encoding, int Spatial) Read(PublishedTrack track, LayerChoice choice)
    {
        Span<int> ranked = stackalloc int[MostSizes];
        Rank(track, ranked);
        var (encoding, spatial) = At(track, ranked, choice.Spatial);
        return (encoding.Index, spatial);
    }

    private static bool IsFlowing(PublishedTrack track, Instant now)
    {
        foreach (var encoding in track.Encodings)
        {
            if (encoding.IsActive(now))
                return true;
        }

        return false;
    }

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

    /// <summary>Its first packet is on its way to the subscribers, and begins the picture they have been waiting for.</summary>
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
