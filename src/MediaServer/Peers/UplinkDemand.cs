using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Peers;

/// <summary>
/// Which encodings of a publisher are watched, and what he is told of it. More is asked for at once; less only when it has been so
/// for a while, because a viewer who comes back would wait for a key frame. A page that listens to us switches encodings off by name;
/// one that does not is given a ceiling (REMB) under which its largest encodings do not fit.
/// </summary>
internal sealed class UplinkDemand
{
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(5);

    // Above what the wanted encodings send, so that they keep room to breathe and to be probed.
    private const double Headroom = 1.25;
    private static readonly Bitrate Least = Bitrate.Kilobits(50);

    // What an encoding may take that has never been seen, doubling with each rank.
    private static readonly Bitrate Unmeasured = Bitrate.Kilobits(300);

    /// <summary>A ceiling above any uplink. One that was given lasts at the sender until it hears another, so it is lifted by this.</summary>
    private static readonly Bitrate NoCeiling = Bitrate.Megabits(100);

    private readonly Dictionary<PublishedTrack, Wanted> _tracks = [];
    private bool _hasLimited;

    /// <summary>True when what the publisher should send has changed.</summary>
    public bool Set(PublishedTrack track, int wanted, Instant now)
    {
        if (!_tracks.TryGetValue(track, out var before))
        {
            _tracks[track] = new Wanted((1 << track.Encodings.Length) - 1, now);
            return false;
        }

        if ((wanted & before.Encodings) == before.Encodings)
        {
            _tracks[track] = new Wanted(wanted, now);
            return wanted != before.Encodings;
        }

        if (now - before.SinceAt < HoldDown)
        {
            var more = before.Encodings | wanted;
            if (more == before.Encodings)
                return false;

            _tracks[track] = before with { Encodings = more };
            return true;
        }

        _tracks[track] = new Wanted(wanted, now);
        return true;
    }

    /// <summary>The ceiling for the whole transport; null as long as none has been needed.</summary>
    public Bitrate? Limit(ReadOnlySpan<PublishedTrack> tracks, Instant now)
    {
        var total = Least;
        var isLimited = false;
        foreach (var track in tracks)
        {
            var wanted = track.IsVideo && _tracks.TryGetValue(track, out var entry) ? entry.Encodings : ~0;
            foreach (var encoding in track.Encodings)
            {
                if (IsNeeded(encoding, track, wanted))
                    total += CostOf(encoding, now) * Headroom;
                else
                    isLimited = true;
            }
        }

        _hasLimited |= isLimited;
        return isLimited ? total : _hasLimited ? NoCeiling : null;
    }

    /// <summary>A ceiling takes away the largest first, so below something that is wanted nothing can be.</summary>
    private static bool IsNeeded(TrackEncoding encoding, PublishedTrack track, int wanted)
    {
        foreach (var other in track.Encodings)
        {
            if ((wanted & (1 << other.Index)) != 0 && IsAtLeast(other, encoding))
                return true;
        }

        return false;
    }

    private static bool IsAtLeast(TrackEncoding one, TrackEncoding other) =>
        one.Height > 0 && other.Height > 0 && one.Height != other.Height ? one.Height > other.Height : one.Index >= other.Index;

    /// <summary>Of one that is not sent yet: what it took when it was, so that there is room for it to begin.</summary>
    private static Bitrate CostOf(TrackEncoding encoding, Instant now)
    {
        var sent = encoding.RateUpTo(int.MaxValue, int.MaxValue, now);
        var known = encoding.LastKnownRate(int.MaxValue, int.MaxValue);
        if (encoding.IsActive(now) || known > Bitrate.Zero)
            return Bitrate.Higher(sent, known);

        return Unmeasured * (1 << encoding.Index);
    }

    private readonly record struct Wanted(int Encodings, Instant SinceAt);
}
