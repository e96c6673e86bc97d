using System.Net.WebSockets;
using Meetings;
using SignalingHost.Conferences;
using SignalingHost.Push;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Push;

/// <summary>A client that does not keep up, and one that says nothing.</summary>
public sealed class PushClientTests
{
    private static readonly ControlToken Token = new() { Hash = "", Run = new RunId("run"), Holder = TokenHolder.Host };

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Who_is_too_slow_is_cut_and_offering_never_waits()
    {
        using var socket = new StuckSocket();
        await using var client = new PushClient(socket, Token, new PushOptions { FramesPerClient = 8 }, _clock);
        var sending = client.SendAsync();
        for (var i = 0; i < 20; i++)
            client.Offer([1, 2, 3]);
        await sending.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That((client.End, socket.State), Is.EqualTo((PushEnd.TooSlow, WebSocketState.Aborted)));
    }

    [Test]
    public async Task Bytes_count_as_well_as_frames()
    {
        using var socket = new StuckSocket();
        await using var client = new PushClient(socket, Token, new PushOptions { BytesPerClient = 1_000 }, _clock);
        client.Offer(new byte[900]);
        Assert.That(client.End, Is.EqualTo(PushEnd.None));
        client.Offer(new byte[200]);

        Assert.That(client.End, Is.EqualTo(PushEnd.TooSlow));
    }

    [Test]
    public async Task Silence_of_three_minutes_ends_the_connection_and_a_word_begins_the_watch_anew()
    {
        using var socket = new StuckSocket();
        var options = new PushOptions();
        await using var client = new PushClient(socket, Token, options, _clock);
        await using var watch = client.Watch();
        _clock.Advance(TimeSpan.FromSeconds(179));
        watch.Change(options.Silence, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(179));
        Assert.That(client.End, Is.EqualTo(PushEnd.None));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(client.End, Is.EqualTo(PushEnd.Silent));
    }

    /// <summary>A connection whose other side reads nothing.</summary>
    private sealed class StuckSocket : WebSocket
    {
        private WebSocketState _state = WebSocketState.Open;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public override void Abort() => _state = WebSocketState.Aborted;

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.Infinite, cancellationToken);

        public override void Dispose()
        {
        }
    }
}
