using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Interop.Browsers;

/// <summary>DevTools messages over two streams: JSON texts that end with a zero byte. Answers are told apart by their number.</summary>
internal sealed class DevToolsPipe : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stream _to;
    private readonly Stream _from;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _waiting = new();
    private readonly ConcurrentDictionary<(string Method, string Session), TaskCompletionSource<JsonObject>> _expected = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private int _last;

    public DevToolsPipe(Stream to, Stream from)
    {
        _to = to;
        _from = from;
        _reading = Task.Run(ReadAsync);
    }

    public async Task<JsonObject> AskAsync(string method, JsonObject parameters, string? session = null)
    {
        var number = Interlocked.Increment(ref _last);
        var question = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
        if (session is not null)
            question["sessionId"] = session;

        var answer = _waiting[number] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _writing.WaitAsync();
        try
        {
            await _to.WriteAsync(Encoding.UTF8.GetBytes(question.ToJsonString() + '\0'));
            await _to.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        var message = await answer.Task.WaitAsync(Patience);
        if (message["error"] is { } error)
            throw new InvalidOperationException($"{method}: {error.ToJsonString()}");

        return message["result"]!.AsObject();
    }

    /// <summary>The next event of that name in that session; events that nobody awaits are not kept.</summary>
    public Task<JsonObject> NextAsync(string method, string session)
    {
        var happened = _expected[(method, session)] = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        return happened.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _to.DisposeAsync();
        await _from.DisposeAsync();
        await _reading;
        _writing.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            int length;
            while ((length = await _from.ReadAsync(buffer)) > 0)
            {
                for (var rest = buffer.AsMemory(0, length); rest.Length > 0;)
                {
                    var end = rest.Span.IndexOf((byte)0);
                    message.Write(end < 0 ? rest.Span : rest.Span[..end]);
                    if (end < 0)
                        break;

                    Deliver(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject());
                    message.SetLength(0);
                    rest = rest[(end + 1)..];
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The browser has ended, or we have.
        }

        foreach (var waiting in _waiting.Values)
            waiting.TrySetException(new IOException("The browser has ended."));
    }

    private void Deliver(JsonObject message)
    {
        if (message["id"] is { } number && _waiting.TryRemove((int)number, out var waiting))
            waiting.SetResult(message);
        else if (message["method"] is { } method && message["sessionId"] is { } session && _expected.TryRemove(((string)method!, (string)session!), out var expected))
            expected.SetResult(message["params"]!.AsObject());
    }
}
