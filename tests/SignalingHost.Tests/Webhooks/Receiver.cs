using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace SignalingHost.Tests.Webhooks;

/// <summary>A corporation's own server: takes events on a port of its own, answers meeting.verify, and can be gone for a while.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly ConcurrentQueue<string> _bodies = new();
    private HttpListener? _listener;

    public Receiver(int port)
    {
        Url = $"http://127.0.0.1:{port}/events/";
        Open();
    }

    public string Url { get; }

    public bool AnswersVerify { get; init; } = true;

    public IReadOnlyList<JsonElement> Events => [.. _bodies.Select(body => JsonDocument.Parse(body).RootElement)];

    public IReadOnlyList<string> Names => [.. Events.Select(body => body.GetProperty("eventInfo").GetProperty("event").GetString()!)];

    public void Open()
    {
        _listener = new HttpListener();
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ServeAsync(_listener);
    }

    public void Close()
    {
        _listener?.Close();
        _listener = null;
    }

    /// <summary>Waits until an event of that name about that meeting has come.</summary>
    public async Task<JsonElement> WaitForAsync(string name, string meeting, TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        while (true)
        {
            foreach (var body in Events)
            {
                var info = body.GetProperty("eventInfo");
                if (info.GetProperty("event").GetString() == name && info.GetProperty("payload").GetProperty("meetingInfo").GetProperty("meetingID").GetString() == meeting)
                    return body;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    public void Dispose() => Close();

    private async Task ServeAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                var document = JsonDocument.Parse(body).RootElement;
                if (document.GetProperty("eventInfo").GetProperty("event").GetString() == "meeting.verify")
                {
                    var nonce = AnswersVerify ? document.GetProperty("nonce").GetString() : "another";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($$"""{"event":"meeting.verify","nonce":"{{nonce}}"}"""));
                }
                else
                {
                    _bodies.Enqueue(body);
                }

                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Gone.
        }
    }
}
