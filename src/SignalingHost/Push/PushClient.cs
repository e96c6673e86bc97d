using System.Net.WebSockets;
using System.Threading.Channels;
using SignalingHost.Conferences;

namespace SignalingHost.Push;

/// <summary>
/// One WebSocket of the push channel and the frames that wait for it. Offering never waits: who is too slow for what he subscribed to
/// is cut, and nobody else notices.
/// </summary>
internal sealed class PushClient(WebSocket socket, ControlToken token, PushOptions options, TimeProvider clock) : IAsyncDisposable
{
    private readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.FramesPerClient) { SingleReader = true });
    private readonly CancellationTokenSource _cut = new();
    private long _waiting;
    private int _end;

    /// <summary>A client's token may be renewed while it is connected.</summary>
    public ControlToken Token { get; set; } = token;

    /// <summary>Changed and read under the room's lock.</summary>
    public NotifyType Types { get; set; }

    /// <summary>Cancelled when the connection is to be let go at once.</summary>
    public CancellationToken Cut => _cut.Token;

    public PushEnd End => (PushEnd)Volatile.Read(ref _end);

    /// <summary>Hosts are shown the chair's password and the waiting room.</summary>
    public bool IsHost(MeetingView view) => Token.Role(view) == 1;

    public void Offer(byte[] frame)
    {
        if (End != PushEnd.None)
            return;
        if (Interlocked.Add(ref _waiting, frame.Length) > options.BytesPerClient || !_frames.Writer.TryWrite(frame))
            Close(PushEnd.TooSlow);
    }

    /// <summary>Says goodbye after what already waits; a slow one is not waited for.</summary>
    public void Close(PushEnd why)
    {
        if (Interlocked.CompareExchange(ref _end, (int)why, (int)PushEnd.None) != (int)PushEnd.None)
            return;

        _frames.Writer.TryComplete();
        _cut.CancelAfter(why == PushEnd.TooSlow ? TimeSpan.Zero : options.Goodbye);
    }

    /// <summary>Sends what is offered until the end, and then the goodbye.</summary>
    public async Task SendAsync()
    {
        try
        {
            while (await _frames.Reader.WaitToReadAsync(_cut.Token))
            {
                while (_frames.Reader.TryRead(out var frame))
                {
                    await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, _cut.Token);
                    Interlocked.Add(ref _waiting, -frame.Length);
                }
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(StatusOf(End), End.ToString(), _cut.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // Cut, or the other side is gone; either way nobody is there to be told.
        }

        if (End == PushEnd.TooSlow)
            socket.Abort();
    }

    /// <summary>The watch that cuts who says nothing. Heard anything, it begins anew.</summary>
    public ITimer Watch() => clock.CreateTimer(_ => Close(PushEnd.Silent), null, options.Silence, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        _cut.Dispose();
        return ValueTask.CompletedTask;
    }

    private static WebSocketCloseStatus StatusOf(PushEnd end) => end switch
    {
        PushEnd.MeetingOver or PushEnd.ClosedByClient => WebSocketCloseStatus.NormalClosure,
        PushEnd.FrameTooLong => WebSocketCloseStatus.MessageTooBig,
        PushEnd.NotUnderstood => WebSocketCloseStatus.InvalidPayloadData,
        PushEnd.ServerEnds => WebSocketCloseStatus.EndpointUnavailable,
        _ => WebSocketCloseStatus.PolicyViolation,
    };
}

/// <summary>Why a push connection ended; the word is the reason in the close frame.</summary>
internal enum PushEnd
{
    None,
    ClosedByClient,
    MeetingOver,
    NotInMeeting,
    Silent,
    TooSlow,
    FrameTooLong,
    NotUnderstood,
    TooManyClients,
    ServerEnds,
}
