using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Peers;

/// <summary>
/// Which encodings of a publisher are watched, and what he is told of it. More is asked for at once; less only when it has been so
/// for a while, because a viewer who comes back would wait for a key frame. A page that listens to us switches encodings off by name;
/// one that does not is given a ceiling (REMB) under which its highest encodings do not fit.
/// </summary>
internal sealed class UplinkDemand
{
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(5);

    // Above what the wanted encodings send, so that they keep room to breathe and to be probed.
    private const double Headroom = 1.25;
    private static readonly Bitrate Least = Bitrate.Kilobits(100);

    private readonly Dictionary<PublishedTrack, Wanted> _tracks = [];

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

    /// <summary>The ceiling for the whole transport; null while everything is watched.</summary>
    public Bitrate? Limit(IncomingStreams incoming, Instant now)
    {
        var total = Least;
        var isLimited = false;
        foreach (var section in incoming.Sections)
        {
            if (section.Track is not { } track)
                continue;

            var wanted = track.IsVideo && _tracks.TryGetValue(track, out var entry) ? entry.Encodings : ~0;
            foreach (var encoding in track.Encodings)
            {
                if ((wanted & (1 << encoding.Index)) != 0)
                    total += encoding.RateUpTo(int.MaxValue, int.MaxValue, now) * Headroom;
                else
                    isLimited = true;
            }
        }

        return isLimited ? total : null;
    }

    private readonly record struct Wanted(int Encodings, Instant SinceAt);
}
