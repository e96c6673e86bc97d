namespace Protocols.Audio;

/// <summary>
/// The few places for those who are heard. Who begins to speak takes a free place with the first packet, else that of
/// whoever has been silent longest, else, if clearly louder, that of the softest; nobody is moved without need.
/// Invariant: nobody has two places, and who has one knows it.
/// </summary>
internal sealed class LoudestPlaces<TKey>(DominantSpeakerOptions options)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Speaker<TKey>?[] _holders = new Speaker<TKey>?[options.Places];

    public ReadOnlySpan<Speaker<TKey>?> Holders => _holders;

    public int Version { get; private set; }

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>A voiced packet has come from <paramref name="seeker"/>, and is in its history.</summary>
    public void Receive(Speaker<TKey> seeker, Instant now)
    {
        if (seeker.HasPlace)
            return;

        var place = Array.IndexOf(_holders, null);
        if (place < 0)
            place = PlaceToTake(seeker, now);

        if (place < 0)
            return;

        Give(place, seeker);
        seeker.PlacedAt = now;
        NextDeadline = Instant.Earlier(NextDeadline, now + options.PlaceHold);
    }

    public void Advance(Instant now)
    {
        NextDeadline = Instant.Never;
        for (var i = 0; i < _holders.Length; i++)
        {
            if (_holders[i] is not { } holder)
                continue;

            var end = holder.History.LastVoice + options.PlaceHold;
            if (end <= now)
                Give(i, null);
            else
                NextDeadline = Instant.Earlier(NextDeadline, end);
        }
    }

    public void Remove(Speaker<TKey> seeker)
    {
        if (seeker.HasPlace)
            Give(Array.IndexOf(_holders, seeker), null);
    }

    private int PlaceToTake(Speaker<TKey> seeker, Instant now)
    {
        var (longestSilent, softest) = (0, -1);
        for (var i = 0; i < _holders.Length; i++)
        {
            var holder = _holders[i]!;
            if (holder.History.LastVoice < _holders[longestSilent]!.History.LastVoice)
                longestSilent = i;

            if (now - holder.PlacedAt >= options.PlaceLeast && (softest < 0 || holder.History.Loudness < _holders[softest]!.History.Loudness))
                softest = i;
        }

        return now - _holders[longestSilent]!.History.LastVoice >= options.PlaceYield ? longestSilent
            : softest >= 0 && seeker.History.Loudness - _holders[softest]!.History.Loudness >= options.PlaceTakeoverDecibels ? softest
            : -1;
    }

    private void Give(int place, Speaker<TKey>? to)
    {
        if (_holders[place] is { } from)
            from.HasPlace = false;

        _holders[place] = to;
        if (to != null)
            to.HasPlace = true;

        Version++;
    }
}
