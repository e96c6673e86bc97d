using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SignalingHost.Tests.Notices;

/// <summary>A mail server that keeps what it is given, and may be closed for a while.</summary>
internal sealed class PostOffice(int port) : IDisposable
{
    private readonly ConcurrentQueue<string> _letters = new();
    private TcpListener? _door;

    public string[] Letters => [.. _letters];

    public void Open()
    {
        _door = new TcpListener(IPAddress.Loopback, port);
        _door.Start();
        _ = ServeAsync(_door);
    }

    public void Close() => _door?.Stop();

    public async Task<string> WaitForAsync(Func<string, bool> suits, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            if (_letters.FirstOrDefault(suits) is { } letter)
                return letter;
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>What is in the part of that type, decoded.</summary>
    public static string Part(string letter, string type)
    {
        var from = letter.IndexOf($"Content-Type: {type}", StringComparison.OrdinalIgnoreCase);
        var body = letter.IndexOf("\r\n\r\n", from, StringComparison.Ordinal) + 4;
        var end = letter.IndexOf("\r\n--", body, StringComparison.Ordinal);
        var text = letter[body..(end < 0 ? letter.Length : end)];
        var heads = letter[Math.Max(0, from - 200)..body];
        return heads.Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(text.Replace("\r\n", "", StringComparison.Ordinal).Trim()))
            : text;
    }

    public void Dispose() => Close();

    private async Task ServeAsync(TcpListener door)
    {
        try
        {
            while (true)
                _ = TakeAsync(await door.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It has been closed.
        }
    }

    private async Task TakeAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await writer.WriteLineAsync("220 post office");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("354 go on");
                    _letters.Enqueue(await ReadLetterAsync(reader));
                    await writer.WriteLineAsync("250 kept");
                }
                else
                {
                    await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
                }
            }
        }
        catch (IOException)
        {
            // He has gone.
        }
    }

    private static async Task<string> ReadLetterAsync(StreamReader reader)
    {
        var letter = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
            letter.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return letter.ToString();
    }
}
