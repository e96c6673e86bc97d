using System.Net.WebSockets;
using System.Threading.Channels;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>
/// One WebSocket and the session behind it. Everything that happens to the session comes through one inbox and is handled in order; what
/// it says waits in a bounded queue, and who is too slow for that is cut.
/// </summary>
internal sealed class SignalSocket : ISessionOutput, IAsyncDisposable
{
    private readonly WebSocket _socket;
    private readonly SignalService _service;
    private readonly Visitor _visitor;
    private readonly string _pushAddress;
    private readonly Channel<Action<SignalSession>> _inbox;
    private readonly Channel<byte[]> _outgoing;
    private readonly Queue<Func<Task>> _work = [];
    private readonly CancellationTokenSource _cut = new();
    private readonly ITimer _alarm;
    private readonly SignalSession _session;
    private SignalRoom? _room;
    private long _waitingBytes;
    private DateTimeOffset _alarmAt = DateTimeOffset.MaxValue;

    public SignalSocket(WebSocket socket, SignalService service, Visitor visitor, string pushAddress)
    {
        (_socket, _service, _visitor, _pushAddress) = (socket, service, visitor, pushAddress);
        var options = service.Options;
        _inbox = Channel.CreateBounded<Action<SignalSession>>(new BoundedChannelOptions(options.Inbox) { SingleReader = true });
        _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.WaitingMessages) { SingleReader = true });
        _session = new SignalSession(this, options, service.Now);
        _alarm = service.Clock.CreateTimer(_ => Post(session => session.Advance(service.Now)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetAlarm();
    }

    /// <summary>Something happens to the session, in its turn. A session that cannot follow is cut.</summary>
    public void Post(Action<SignalSession> what)
    {
        if (!_inbox.Writer.TryWrite(what) && !_session.IsOver)
            Cut();
    }

    public async Task RunAsync()
    {
        var sending = SendAsync();
        var listening = ListenAsync();
        await LiveAsync();
        _outgoing.Writer.TryComplete();
        await sending;
        await listening;
        await LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _alarm.DisposeAsync();
        _cut.Dispose();
    }

    void ISessionOutput.Send(byte[] message)
    {
        if (Interlocked.Add(ref _waitingBytes, message.Length) > _service.Options.WaitingBytes || !_outgoing.Writer.TryWrite(message))
            Cut();
    }

    void ISessionOutput.Admit(ClientMessage.Join join) => _work.Enqueue(() => AdmitAsync(join));

    void ISessionOutput.ComeIn() => _work.Enqueue(() => EnterAsync(_session.Me, isAnotherDevice: false));

    void ISessionOutput.Ask(MeetingCommand command, long? re) => _work.Enqueue(async () => _session.Answered(re, await _service.AskAsync(_room!.Meeting, command, _visitor.Source)));

    void ISessionOutput.GrantControl(bool on) => _work.Enqueue(async () => _session.Controls(on ? await _service.GrantAsync(_room!.Meeting, _session.Me, _pushAddress) : null));

    void ISessionOutput.Close()
    {
        _outgoing.Writer.TryComplete();
        _cut.CancelAfter(_service.Options.Goodbye);
    }

    private async Task AdmitAsync(ClientMessage.Join join)
    {
        var admitted = await _service.Door.AdmitAsync(join, _visitor);
        if (admitted.Refusal != Refusal.None)
        {
            _session.Refused(admitted.Refusal);
            return;
        }

        _room = _service.Rooms.Of(admitted.Meeting!);
        var view = _room.Meeting.View;
        if (view.Waiting.FirstOrDefault(guest => guest.Id == admitted.Who) is not { } waiting)
        {
            await EnterAsync(admitted.Who, admitted.IsAnotherDevice);
            return;
        }

        _session.Waits(admitted.Who, waiting.WaitingFor, _service.Now);
        _room.Listen(this);

        // Whatever happened to him before this socket listened.
        var now = _room.Meeting.View;
        if (now.Version != view.Version)
            _session.Hear(new MeetingNews(now, [], []));
    }

    private async Task EnterAsync(ParticipantId who, bool isAnotherDevice)
    {
        if (_room!.Attach(this, who, isAnotherDevice) is not var (view, media))
        {
            _session.End(_room.Meeting.IsOver ? "closed" : "removed");
            return;
        }

        var participant = view.Find(who)!;
        var control = participant.IsChair || participant.Cohost ? await _service.GrantAsync(_room.Meeting, who, _pushAddress) : null;
        _session.Entered(new SessionEntry(who, view, media, _service.Resumes.Issue(view.Setup.Run, who), control, _service.IceServers), _service.Now);
    }

    private async Task LiveAsync()
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(_cut.Token))
            {
                while (!_session.IsOver && _inbox.Reader.TryRead(out var what))
                {
                    what(_session);
                    while (_work.TryDequeue(out var work))
                        await work();
                    SetAlarm();
                }

                if (_session.IsOver)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Cut.
        }
        catch (Exception fault)
        {
            Log.SignalFault(_service.Log, fault);
            Cut();
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), _cut.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;

                frame.Write(buffer, 0, received.Count);
                if (frame.Length > _service.Options.LongestFrame)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "", _cut.Token);
                    break;
                }

                if (!received.EndOfMessage)
                    continue;

                var message = frame.ToArray();
                frame.SetLength(0);

                // A client that sends faster than he is served waits; it is his own line that is held up.
                await _inbox.Writer.WriteAsync(session => session.Receive(message, _service.Now), _cut.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or ChannelClosedException)
        {
            // The connection is gone or was cut.
        }

        _inbox.Writer.TryComplete();
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_cut.Token))
            {
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _cut.Token);
                Interlocked.Add(ref _waitingBytes, -message.Length);
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _cut.Token);

            // For the other side's closing, as long as goodbyes are given.
            _cut.CancelAfter(_service.Options.Goodbye);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            Cut();
        }
    }

    /// <summary>A socket that ended without a word: he may be back in a moment.</summary>
    private async Task LeaveAsync()
    {
        if (_room is not { } room)
            return;

        var wasHis = room.Detach(this, _session.Me);
        if (_session.IsOver)
            return;
        if (_session.IsWaiting)
            await _service.LostAsync(room, _session.Me);
        else if (_session.IsIn && wasHis)
            _ = _service.LostUnlessBackAsync(room, _session.Me);
    }

    private void SetAlarm()
    {
        var next = _session.NextDeadline;
        if (next == _alarmAt)
            return;

        _alarmAt = next;
        var wait = next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : next - _service.Now;
        _alarm.Change(wait == Timeout.InfiniteTimeSpan || wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Cut()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }
}
