using System.Runtime.InteropServices;
using Protocols.Rtp;

namespace Protocols.Audio;

/// <summary>
/// Who has the floor, who is heard, and who spoke last, from the levels in the packets' headers (RFC 6464) alone.
/// The floor changes slowly (440 ms of speech, more than the other has); being heard begins with the first voiced packet.
/// The dominant speaker stays so through silence, until somebody else earns it or leaves him the floor by <see cref="Remove"/>.
/// A sender without voice detection ("vad=off") must be given <see cref="AudioLevel.IsVoice"/> by the caller.
/// </summary>
public sealed class DominantSpeaker<TKey>(DominantSpeakerOptions options)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Dictionary<TKey, Speaker<TKey>> _byKey = [];
    private readonly List<Speaker<TKey>> _speakers = [];
    private readonly LoudestPlaces<TKey> _places = new(options);
    private Speaker<TKey>? _dominant;
    private long _orders;
    private Instant _decision = Instant.Never;

    public TKey? Dominant => _dominant?.Key;

    public Instant NextDeadline => Instant.Earlier(_decision, _places.NextDeadline);

    /// <summary>Changes whenever <see cref="Loudest"/> would answer with other names.</summary>
    public int LoudestVersion => _places.Version;

    public void Receive(TKey speaker, AudioLevel level, Instant now)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, speaker, out var isKnown);
        if (!isKnown || entry == null)
        {
            entry = new Speaker<TKey>(speaker, now);
            _speakers.Add(entry);
        }

        if (!level.IsVoice || level.Level > options.QuietestVoice)
        {
            entry.History.ReceiveSilence(now);
            return;
        }

        entry.History.ReceiveVoice(level, now);
        _places.Receive(entry, now);
        if (_decision == Instant.Never && entry != _dominant)
            _decision = now + options.DecisionInterval;
    }

    public void Advance(Instant now)
    {
        if (_places.NextDeadline <= now)
            _places.Advance(now);

        if (_decision <= now)
            Decide(now);
    }

    /// <summary>They have left, or will not be heard of again for long.</summary>
    public void Remove(TKey speaker)
    {
        if (!_byKey.Remove(speaker, out var entry))
            return;

        _speakers.Remove(entry);
        _places.Remove(entry);
        if (_dominant == entry)
            _dominant = null;
    }

    /// <summary>Fills in those who are to be heard, each of them once, and says how many. Their order is that of their places.</summary>
    public int Loudest(Span<TKey> speakers)
    {
        var count = 0;
        for (var i = 0; i < _places.Holders.Length && count < speakers.Length; i++)
        {
            if (_places.Holders[i] is { } holder)
                speakers[count++] = holder.Key;
        }

        return count;
    }

    /// <summary>Whether that one is to be heard; the question for every packet.</summary>
    public bool IsLoud(TKey speaker) => _byKey.TryGetValue(speaker, out var entry) && entry.HasPlace;

    /// <summary>Fills in those who have ever spoken long enough to be noticed, the dominant one first, then the latest, and says how many.</summary>
    public int Rank(Span<TKey> speakers)
    {
        var count = 0;
        for (var last = long.MaxValue; count < speakers.Length && Next(last) is { } next; last = next.Order)
            speakers[count++] = next.Key;

        return count;
    }

    private Speaker<TKey>? Next(long below)
    {
        Speaker<TKey>? next = null;
        foreach (var speaker in _speakers)
        {
            if (speaker.Order > 0 && speaker.Order < below && speaker.Order > (next?.Order ?? 0))
                next = speaker;
        }

        return next;
    }

    private void Decide(Instant now)
    {
        _dominant?.History.Advance(now);
        Speaker<TKey>? winner = null;
        var isOpen = false;
        foreach (var speaker in _speakers)
        {
            if (speaker == _dominant)
                continue;

            speaker.History.Advance(now);
            isOpen |= speaker.History.HasSpoken;
            if (speaker.History.Spoken(options.WindowTicks) < options.EnoughTicks)
                continue;

            speaker.Order = ++_orders;
            if ((_dominant == null || Beats(speaker, _dominant)) && (winner == null || IsAhead(speaker, winner)))
                winner = speaker;
        }

        _dominant = winner ?? _dominant;
        if (_dominant != null)
            _dominant.Order = ++_orders;

        _decision = isOpen ? now + options.DecisionInterval : Instant.Never;
    }

    private bool Beats(Speaker<TKey> challenger, Speaker<TKey> dominant)
    {
        var louder = challenger.History.Loudness - dominant.History.Loudness;
        var against = louder >= options.BackgroundDecibels ? 0 : dominant.History.Spoken(options.WindowTicks);
        return challenger.History.Spoken(options.WindowTicks) - against >= options.LeadTicks ||
            (louder >= options.InterruptionDecibels && challenger.History.Spoken(64) >= options.InterruptionTicks);
    }

    private bool IsAhead(Speaker<TKey> a, Speaker<TKey> b)
    {
        var lead = a.History.Spoken(options.WindowTicks) - b.History.Spoken(options.WindowTicks);
        return lead > 0 || (lead == 0 && a.History.Loudness > b.History.Loudness);
    }
}
