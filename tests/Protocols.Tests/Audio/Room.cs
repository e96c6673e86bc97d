using Protocols.Audio;
using Protocols.Rtp;

namespace Protocols.Tests.Audio;

/// <summary>A meeting in which it is written down beforehand who speaks when. Everybody sends a packet every 20 ms, or as told.</summary>
public sealed class Room(int seed = 1)
{
    private readonly List<(char Who, int From, int To, int Level)> _speech = [];
    private readonly Dictionary<char, int> _packetTimes = [];
    private readonly Random _random = new(seed);
    private readonly SortedSet<char> _people = [];

    private DominantSpeaker<char>? _speakers;

    public DominantSpeakerOptions Options { get; init; } = new();

    public DominantSpeaker<char> Speakers => _speakers ??= new(Options);

    public double Loss { get; init; }

    /// <summary>Silence is not sent at all.</summary>
    public bool Dtx { get; init; }

    /// <summary>Packets wait up to this long on their way, and the next ones wait behind them.</summary>
    public int Jitter { get; init; }

    /// <summary>Who had the floor from when, in milliseconds.</summary>
    public List<(int At, char Who)> Floor { get; } = [];

    /// <summary>Who was heard from when.</summary>
    public List<(int At, string Who)> Heard { get; } = [];

    public Room Speech(char who, int from, int to, int level = 30)
    {
        _people.Add(who);
        _speech.Add((who, from, to, level));
        return this;
    }

    public Room PacketsOf(char who, int milliseconds)
    {
        _packetTimes[who] = milliseconds;
        return this;
    }

    public Room Run(int until)
    {
        var packets = new PriorityQueue<(char Who, AudioLevel Level), (int, int)>();
        var order = 0;
        foreach (var who in _people)
        {
            var last = 0;
            for (var at = 0; at < until; at += _packetTimes.GetValueOrDefault(who, 20))
            {
                var loudest = _speech.Where(s => s.Who == who && s.From <= at && at < s.To).Select(s => s.Level).DefaultIfEmpty(127).Min();
                if (_random.NextDouble() < Loss || (Dtx && loudest == 127))
                    continue;

                last = Math.Max(last, at + _random.Next(Jitter + 1));
                packets.Enqueue((who, new AudioLevel((byte)loudest, loudest < 127)), (last, order++));
            }
        }

        var start = new Instant(TimeSpan.FromHours(3).Ticks);
        for (var at = 0; at < until; at++)
        {
            var now = start + TimeSpan.FromMilliseconds(at);
            while (packets.TryPeek(out _, out var due) && due.Item1 <= at)
            {
                var (who, level) = packets.Dequeue();
                Speakers.Receive(who, level, now);
            }

            if (Speakers.NextDeadline <= now)
                Speakers.Advance(now);

            Note(at);
        }

        return this;
    }

    private void Note(int at)
    {
        if (Speakers.Dominant is { } dominant && (Floor.Count == 0 || Floor[^1].Who != dominant))
            Floor.Add((at, dominant));

        Span<char> loudest = stackalloc char[8];
        var names = loudest[..Speakers.Loudest(loudest)];
        names.Sort();
        var heard = names.ToString();
        if (heard != (Heard.Count == 0 ? "" : Heard[^1].Who))
            Heard.Add((at, heard));
    }
}
