using System.Threading.Channels;
using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// The single owner of all running meetings of this process: one loop, one mailbox. A turn takes the letters that wait (some hundreds
/// at most), has the meetings carry them out, stores everything that changed in one transaction, and only then tells the outside and
/// answers. So nothing is ever heard of that a crash could take back.
/// </summary>
internal sealed class ConferenceDesk : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Store _store;
    private readonly DeskOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConferenceDesk> _log;
    private readonly MeetingTable _meetings;
    private readonly Channel<DeskLetter?> _mailbox;
    private readonly List<DeskLetter> _batch = [];
    private readonly ITimer _alarm;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset _alarmAt = DateTimeOffset.MaxValue;
    private volatile bool _hasRung;
    private bool _storeFails;
    private int _disposed;

    public ConferenceDesk(
        Store store, DeskStore deskStore, RunningMeetings running, CorporationSeats seats, IMeetingMedia media, IIdentitySource identities,
        DeskOptions options, TimeProvider clock, ILogger<ConferenceDesk> log)
    {
        _store = store;
        _options = options;
        _clock = clock;
        _log = log;
        _meetings = new MeetingTable(deskStore, running, seats, media, identities, options, log);
        _mailbox = Channel.CreateBounded<DeskLetter?>(new BoundedChannelOptions(options.Mailbox) { SingleReader = true });

        _alarm = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks something of a running meeting. The answer comes when the effect is stored.</summary>
    public async Task<Refusal> AskAsync(ConferenceId conference, MeetingCommand command) =>
        (await PostAsync(new DeskLetter.Ask(conference, command))).Refusal;

    /// <summary>Opens a booked meeting: by its number or its room's. One that runs already is answered as it is.</summary>
    public Task<DeskAnswer> OpenAsync(ConferenceId number) => PostAsync(new DeskLetter.Open(number));

    /// <summary>
    /// Brings somebody in. A meeting that does not run yet is opened by the first who may; whoever may not learns why
    /// (111071004, 111071058). With the refusal None he is in, or in the waiting room.
    /// </summary>
    public Task<DeskAnswer> JoinAsync(ConferenceId number, JoinRequest request) => PostAsync(new DeskLetter.Join(number, request));

    /// <summary>A corporation has other seats or rights now: they hold at once.</summary>
    public Task FollowAsync(Corporation corporation) => PostAsync(new DeskLetter.Follow(corporation));

    /// <summary>Meetings that were running when the process ended come back, before anybody can ask for them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var restored = await _store.WriteAsync(session => _meetings.RestoreAsync(session, _clock.GetUtcNow()));
        if (restored > 0)
            Log.MeetingsRestored(_log, restored);
        _meetings.Publish();
        SetAlarm();
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Ends the loop after the turn that is under way. Meetings stay in the store and go on with the next process.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        _mailbox.Writer.TryComplete();
        await _loop;
        while (_mailbox.Reader.TryRead(out var letter))
            letter?.Refuse(Refusal.ServerBusy);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        await StopAsync(CancellationToken.None);
        await _alarm.DisposeAsync();
        _stop.Dispose();
    }

    private Task<DeskAnswer> PostAsync(DeskLetter letter)
    {
        if (!_mailbox.Writer.TryWrite(letter))
            letter.Refuse(Refusal.ServerBusy);
        return letter.Reply;
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _mailbox.Reader.WaitToReadAsync(_stop.Token))
            {
                _batch.Clear();
                while (_batch.Count < _options.LettersPerTurn && _mailbox.Reader.TryRead(out var letter))
                {
                    if (letter is not null)
                        _batch.Add(letter);
                }

                await TurnAsync(_clock.GetUtcNow());
                SetAlarm();
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task TurnAsync(DateTimeOffset now)
    {
        if (await TryTurnAsync(now))
        {
            _meetings.Publish();
            foreach (var letter in _batch)
                letter.Send();
        }
        else
        {
            // What meetings have done since the last commit waits in them and is written by the next turn that can.
            _storeFails = true;
            foreach (var letter in _batch)
                letter.Refuse(Refusal.ConfException);
        }
    }

    private async Task<bool> TryTurnAsync(DateTimeOffset now)
    {
        try
        {
            // While the store fails nothing new is begun.
            if (_storeFails)
            {
                await _store.WriteAsync(_meetings.WriteAsync);
                _storeFails = false;
                _meetings.Publish();
            }

            if (_meetings.IsDue(now) || _batch.Exists(letter => letter.IsDurable))
            {
                await _store.WriteAsync(async session =>
                {
                    await _meetings.HandleAsync(_batch, now, session);
                    await _meetings.WriteAsync(session);
                });
            }
            else
            {
                await _meetings.HandleAsync(_batch, now, session: null);
            }

            return true;
        }
        catch (Exception fault)
        {
            Log.DeskStoreFailed(_log, fault);
            return false;
        }
    }

    // A mailbox that is full wakes the loop as well as this letter would.
    private void Ring()
    {
        _hasRung = true;
        _mailbox.Writer.TryWrite(null);
    }

    private void SetAlarm()
    {
        if (_hasRung)
        {
            _hasRung = false;
            _alarmAt = DateTimeOffset.MaxValue;
        }

        var now = _clock.GetUtcNow();
        var next = _storeFails ? now + _options.StoreRetry : _meetings.NextDeadline;
        if (next == _alarmAt)
            return;

        _alarmAt = next;
        _alarm.Change(WaitUntil(next, now), Timeout.InfiniteTimeSpan);
    }

    // Timers count whole milliseconds and cut off the rest; a wait that ends too early would be another turn for nothing.
    private static TimeSpan WaitUntil(DateTimeOffset next, DateTimeOffset now)
    {
        if (next == DateTimeOffset.MaxValue)
            return Timeout.InfiniteTimeSpan;
        if (next <= now)
            return TimeSpan.Zero;

        var wait = next - now;
        return wait < LongestWait ? wait + TimeSpan.FromMilliseconds(1) : LongestWait;
    }
}
