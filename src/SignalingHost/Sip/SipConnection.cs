using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;
using Protocols.Sip;
using Protocols.Sip.Transactions;

namespace SignalingHost.Sip;

/// <summary>
/// One TCP or TLS connection: what comes is cut into messages and handed on, what goes waits in a short queue. A peer that does not take
/// what he is sent, says nothing that is SIP, or nothing at all, loses it.
/// </summary>
internal sealed class SipConnection(SipFlow flow, Socket socket, Stream stream, ISipReceiver receiver)
{
    private const int MaxWaiting = 256;

    /// <summary>Before the first message: time enough for a slow line, none for a collector of connections.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(30);

    /// <summary>Twice the longest registration, and longer than any terminal's keep-alive.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);

    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Channel<byte[]> _outgoing =
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private bool _hasSpoken;

    public SipFlow Flow => flow;

    public void Send(ReadOnlySpan<byte> message)
    {
        if (!_outgoing.Writer.TryWrite(message.ToArray()))
            Abort();
    }

    public void Abort()
    {
        _outgoing.Writer.TryComplete();
        socket.Close();
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var writing = WriteAsync(stop);
        try
        {
            await ReadAsync(stop);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The peer went, or was too slow, or we end; it comes to the same.
        }
        finally
        {
            Abort();
            await stream.DisposeAsync();
            await writing;
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var cutter = new SipStreamReader();
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(stop);
        while (true)
        {
            idle.CancelAfter(_hasSpoken ? Patience : FirstPatience);
            var read = await reader.ReadAsync(idle.Token);
            var buffer = read.Buffer;
            if (!Take(cutter, ref buffer) || read.IsCompleted)
                return;

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // False if what follows cannot be understood any more.
    private bool Take(SipStreamReader cutter, ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            switch (cutter.Read(ref buffer, out var frame))
            {
                case SipFrame.More:
                    return true;
                case SipFrame.Broken:
                    return false;
                case SipFrame.Message:
                    _hasSpoken = true;
                    Deliver(frame);
                    break;
                case SipFrame.Ping:
                    Send(Pong);
                    break;
                case SipFrame.Stun:
                    AnswerStun(frame);
                    break;
            }
        }
    }

    private void Deliver(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
        {
            receiver.Receive(frame.FirstSpan, SipFraming.Stream, flow);
            return;
        }

        var whole = ArrayPool<byte>.Shared.Rent((int)frame.Length);
        frame.CopyTo(whole);
        receiver.Receive(whole.AsSpan(0, (int)frame.Length), SipFraming.Stream, flow);
        ArrayPool<byte>.Shared.Return(whole);
    }

    private void AnswerStun(in ReadOnlySequence<byte> frame)
    {
        Span<byte> answer = stackalloc byte[SipStun.MaxAnswer];
        if (SipStun.TryAnswer(frame.ToArray(), flow.Remote, answer, out var length))
            Send(answer[..length]);
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(stop))
                await stream.WriteAsync(message, stop);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            Abort();
        }
    }
}
