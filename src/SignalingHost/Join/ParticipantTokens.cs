using System.Collections.Concurrent;
using System.Security.Cryptography;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Accounts;
using SignalingHost.Conferences;

namespace SignalingHost.Join;

/// <summary>
/// What a participant shows to send and receive media and to leave: 256 random bits, kept as a hash, for half an hour from their last use.
/// Whoever lets it run out has gone, and his place is kept for as long as for anyone whose connection broke.
/// </summary>
internal sealed class ParticipantTokens(RunningMeetings running, ConferenceDesk desk, TimeProvider clock) : BackgroundService
{
    private const string Prefix = "cnp";
    private const int Most = 100_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    public TimeSpan Lives => Life;

    /// <summary>Null when far too many live.</summary>
    public string? Issue(RunningMeeting meeting, ParticipantId who)
    {
        if (_held.Count >= Most)
            return null;

        var text = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _held[AccessTokens.HashOf(text)] = new Held(meeting.Run, meeting.Conference, who, clock.GetUtcNow() + Life);
        return text;
    }

    /// <summary>Whose token it is, if he is still in the meeting or waits for it. Each use is another half hour.</summary>
    public ParticipantHold? Find(string text)
    {
        var hash = AccessTokens.HashOf(text);
        var now = clock.GetUtcNow();
        if (!_held.TryGetValue(hash, out var held) || held.ExpiresAt <= now || running.Find(held.Run) is not { } meeting)
            return null;

        _held[hash] = held with { ExpiresAt = now + Life };
        return new ParticipantHold(meeting, held.Who);
    }

    /// <summary>Whether a meeting runs under that number.</summary>
    public bool Runs(string conference) => running.Find(new ConferenceId(conference)) is not null;

    public void End(string text) => _held.TryRemove(AccessTokens.HashOf(text), out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(UpkeepEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            foreach (var (hash, held) in _held)
            {
                if (held.ExpiresAt <= now && _held.TryRemove(hash, out _) && running.Find(held.Run) is not null)
                    await desk.AskAsync(held.Conference, new MeetingCommand.Disconnect(Actor.Server, held.Who));
            }
        }
    }

    private sealed record Held(RunId Run, ConferenceId Conference, ParticipantId Who, DateTimeOffset ExpiresAt);
}

internal readonly record struct ParticipantHold(RunningMeeting Meeting, ParticipantId Who)
{
    /// <summary>Whether that number is the meeting's, its own or its room's.</summary>
    public bool Answers(string conference) => Meeting.View.Setup.Conference.Value == conference || Meeting.View.Setup.DialledNumber == conference;

    public bool IsIn => Meeting.View.Find(Who) is { HasEntered: true };
}
