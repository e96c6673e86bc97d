using System.Collections.Concurrent;
using System.Collections.Immutable;
using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>Which meetings run now, and who is in them, for any thread to ask. The desk's loop alone changes it.</summary>
internal sealed class RunningMeetings
{
    private readonly ConcurrentDictionary<ConferenceId, RunningMeeting> _byNumber = new();
    private readonly ConcurrentDictionary<RunId, RunningMeeting> _byRun = new();
    private readonly ConcurrentDictionary<AccountId, ImmutableArray<RunningMeeting>> _byAccount = new();
    private readonly ConcurrentDictionary<string, RunningMeeting> _byPhone = new(StringComparer.Ordinal);
    private readonly long[] _ended = new long[Enum.GetValues<EndReason>().Length];

    public int Count => _byRun.Count;

    public IEnumerable<RunningMeeting> All => _byRun.Values;

    /// <summary>How many meetings have ended for that reason since the process began.</summary>
    public long Ended(EndReason reason) => Interlocked.Read(ref _ended[(int)reason]);

    /// <summary>By the meeting's own number, or by the one that people dial.</summary>
    public RunningMeeting? Find(ConferenceId number) => _byNumber.GetValueOrDefault(number);

    public RunningMeeting? Find(RunId run) => _byRun.GetValueOrDefault(run);

    public IEnumerable<RunningMeeting> Of(CorporationId corporation) => _byRun.Values.Where(meeting => meeting.Corporation == corporation);

    /// <summary>The meetings in which somebody with that account is.</summary>
    public IReadOnlyList<RunningMeeting> With(AccountId account) => _byAccount.TryGetValue(account, out var meetings) ? meetings : [];

    /// <summary>The meeting in which the telephone of that number is: it has one line.</summary>
    public RunningMeeting? WithPhone(string number) => _byPhone.GetValueOrDefault(number);

    public void Add(RunningMeeting meeting)
    {
        var setup = meeting.View.Setup;
        _byRun[setup.Run] = meeting;
        _byNumber[setup.Conference] = meeting;
        if (setup.DialledNumber.Length > 0)
            _byNumber[new ConferenceId(setup.DialledNumber)] = meeting;
        foreach (var participant in meeting.View.Participants)
            Came(meeting, participant);
    }

    public void Remove(RunningMeeting meeting)
    {
        var setup = meeting.View.Setup;
        _byRun.TryRemove(setup.Run, out _);
        _byNumber.TryRemove(new(setup.Conference, meeting));
        _byNumber.TryRemove(new(new ConferenceId(setup.DialledNumber), meeting));
        foreach (var (account, meetings) in _byAccount)
        {
            if (meetings.Contains(meeting))
                Took(account, meetings.Remove(meeting));
        }

        foreach (var (number, at) in _byPhone)
        {
            if (at == meeting)
                _byPhone.TryRemove(new(number, meeting));
        }
    }

    /// <summary>Who came and who went, as the meeting told.</summary>
    public void Follow(RunningMeeting meeting, IReadOnlyList<MeetingEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened is MeetingEvent.Ended ended)
                Interlocked.Increment(ref _ended[(int)ended.Reason]);
            else if (happened is MeetingEvent.Joined joined)
                Came(meeting, joined.Participant);
            else if (happened is MeetingEvent.Left { Participant: { Device.IsPhone: true } phone })
                _byPhone.TryRemove(new(phone.Number, meeting));

            if (happened is MeetingEvent.Left { Participant.Account: { } account } && meeting.View.Find(account) is null && _byAccount.TryGetValue(account, out var meetings))
                Took(account, meetings.Remove(meeting));
        }
    }

    private void Came(RunningMeeting meeting, Participant participant)
    {
        if (participant is { HasEntered: true, Device.IsPhone: true, Number.Length: > 0 })
            _byPhone[participant.Number] = meeting;
        if (participant.Account is not { } account)
            return;

        var meetings = _byAccount.GetValueOrDefault(account, []);
        if (!meetings.Contains(meeting))
            _byAccount[account] = meetings.Add(meeting);
    }

    private void Took(AccountId account, ImmutableArray<RunningMeeting> left)
    {
        if (left.IsEmpty)
            _byAccount.TryRemove(account, out _);
        else
            _byAccount[account] = left;
    }
}
