using System.Net.Sockets;
using System.Text;

namespace Api;

/// <summary>
/// Asks a .NET process for a full collection, by the socket that its runtime keeps for tools: a tracing session with the keyword that
/// means "collect the heap first", ended when that has happened.
/// </summary>
internal static class FullCollection
{
    private const ulong CollectHeap = 0x800000;
    private const ushort CollectTracing = 0x0202;
    private const int HeaderLength = 20;

    public static async Task AskAsync(int process)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*-socket").Single();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await socket.SendAsync(Message());
        await socket.ReceiveAsync(new byte[HeaderLength]);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static byte[] Message()
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.Unicode);
        writer.Write(1u);           // megabytes to buffer
        writer.Write(1u);           // the only format there is
        writer.Write(1u);           // providers
        writer.Write(CollectHeap);
        writer.Write(4u);           // level: informational
        Write(writer, "Microsoft-Windows-DotNETRuntime");
        Write(writer, "");
        writer.Flush();

        using var message = new MemoryStream();
        using var header = new BinaryWriter(message);
        header.Write("DOTNET_IPC_V1\0"u8);
        header.Write((ushort)(HeaderLength + payload.Length));
        header.Write(CollectTracing);
        header.Write((ushort)0);
        header.Flush();
        payload.WriteTo(message);
        return message.ToArray();
    }

    private static void Write(BinaryWriter writer, string text)
    {
        writer.Write((uint)text.Length + 1);
        writer.Write(Encoding.Unicode.GetBytes(text + '\0'));
    }
}
