using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Protocols;
using Protocols.Sip.Transactions;
using SignalingHost.Web;

namespace SignalingHost.Sip;

/// <summary>
/// The TCP and TLS ports of SIP and every connection on them. Calls back to a terminal go over the connection on which it came. One source
/// has only so many: a network of IPv6 is one source.
/// </summary>
internal sealed class SipConnections : IDisposable
{
    private const int MaxConnections = 20_000;
    private const int MaxOfSource = 200;

    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    private readonly ISipReceiver _receiver;
    private readonly SslServerAuthenticationOptions _handshake;
    private readonly Socket _tcp;
    private readonly Socket _tls;
    private readonly ConcurrentDictionary<long, SipConnection> _byNumber = new();
    private readonly ConcurrentDictionary<UInt128, int> _ofSource = new();
    private long _last;
    private CancellationToken _stop;

    public SipConnections(int port, int tlsPort, ServerCertificate certificate, ISipReceiver receiver)
    {
        _receiver = receiver;
        _handshake = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, certificate.Chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = false,
        };
        _tcp = SipSockets.Open(SocketType.Stream, ProtocolType.Tcp, port);
        _tls = SipSockets.Open(SocketType.Stream, ProtocolType.Tcp, tlsPort);
    }

    /// <summary>What a server that we open a TLS connection to has to show; by itself, that it is at its address.</summary>
    public Func<SipFlow, SslClientAuthenticationOptions> HandshakeWith { get; set; } = flow => new() { TargetHost = flow.Remote.ToIPAddress().ToString() };

    public int TlsPort => ((IPEndPoint)_tls.LocalEndPoint!).Port;

    public int Count => _byNumber.Count;

    /// <summary>Connections that were closed at once because there were too many, of one source or of all.</summary>
    public long Refused { get; private set; }

    public Task RunAsync(CancellationToken stop)
    {
        _stop = stop;
        _tcp.Listen(512);
        _tls.Listen(512);
        return Task.WhenAll(AcceptAsync(_tcp, SipTransport.Tcp), AcceptAsync(_tls, SipTransport.Tls));
    }

    public void Send(SipFlow flow, ReadOnlySpan<byte> message)
    {
        if (flow.Connection != 0 && _byNumber.TryGetValue(flow.Connection, out var known))
            known.Send(message);
        else if (flow.Connection == 0)
            _ = OpenAsync(flow, message.ToArray());
        else
            _ = Task.Run(() => _receiver.Closed(flow));       // Not now: whoever sends has the turn.
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _tls.Dispose();
        foreach (var connection in _byNumber.Values)
            connection.Abort();
    }

    private async Task AcceptAsync(Socket listener, SipTransport transport)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop);
                _ = ServeAsync(socket, transport);
            }
            catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // That one went again before it was here, or descriptors are short; a moment later others come.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket socket, SipTransport transport)
    {
        var source = default(UInt128);
        try
        {
            socket.NoDelay = true;
            var remote = RemoteOf(socket);
            source = remote.IsIPv4 ? remote.Ip : remote.Ip >> 64;
            if (_ofSource.AddOrUpdate(source, 1, (_, count) => count + 1) > MaxOfSource || _byNumber.Count >= MaxConnections)
            {
                Refused++;
                return;
            }

            await using var stream = transport == SipTransport.Tls ? await SecureAsync(socket) : new NetworkStream(socket);
            await RunAsync(new SipFlow(transport, remote, Interlocked.Increment(ref _last)), socket, stream);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException or InvalidOperationException)
        {
            // No handshake, no connection.
        }
        finally
        {
            socket.Dispose();
            Leave(source);
        }
    }

    private async Task RunAsync(SipFlow flow, Socket socket, Stream stream, byte[]? first = null)
    {
        var connection = new SipConnection(flow, socket, stream, _receiver);
        _byNumber[flow.Connection] = connection;
        try
        {
            if (first is not null)
                connection.Send(first);
            await connection.RunAsync(_stop);
        }
        finally
        {
            _byNumber.TryRemove(flow.Connection, out _);
            _receiver.Closed(flow);
        }
    }

    private async Task<Stream> SecureAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        patience.CancelAfter(HandshakePatience);
        var secure = new SslStream(new NetworkStream(socket));
        await secure.AuthenticateAsServerAsync(_handshake, patience.Token);
        return secure;
    }

    // A way that nobody has opened yet: to a trunk, or to whom we call first. What cannot be sent is told.
    private async Task OpenAsync(SipFlow flow, byte[] message)
    {
        // Whoever sends has the turn; what may fail at once must not fail within it.
        await Task.Yield();
        if (_byNumber.Values.FirstOrDefault(open => open.Flow.Transport == flow.Transport && open.Flow.Remote == flow.Remote) is { } open)
        {
            open.Send(message);
            return;
        }

        var address = flow.Remote.ToIPAddress().MapToIPv4OrSelf();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop);
            patience.CancelAfter(ConnectPatience);
            await socket.ConnectAsync(new IPEndPoint(address, flow.Remote.Port), patience.Token);
            await using Stream stream = new NetworkStream(socket);
            if (flow.Transport == SipTransport.Tls)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(HandshakeWith(flow), patience.Token);
                await RunAsync(flow with { Connection = Interlocked.Increment(ref _last) }, socket, secure, message);
            }
            else
            {
                await RunAsync(flow with { Connection = Interlocked.Increment(ref _last) }, socket, stream, message);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            // Told below, as the end of a connection that was there is.
        }
        finally
        {
            socket.Dispose();
            _receiver.Closed(flow);
        }
    }

    private void Leave(UInt128 source)
    {
        if (_ofSource.AddOrUpdate(source, 0, (_, count) => count - 1) <= 0)
            _ofSource.TryRemove(KeyValuePair.Create(source, 0));
    }

    private static TransportAddress RemoteOf(Socket socket)
    {
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        return TransportAddress.From(remote.Address.MapToIPv4OrSelf(), remote.Port);
    }
}
