using System.Text.Json;
using Interop.Browsers;
using Interop.Hosting;

namespace Interop.Calls;

/// <summary>A page that publishes to a room or plays from it, and says what it sent, saw and heard. Its other half is call.js.</summary>
internal sealed class CallPage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Script = PageScript.Read("call.js");

    private readonly IBrowserPage _page;
    private readonly Uri _server;

    private CallPage(IBrowserPage page, Uri server)
    {
        _page = page;
        _server = server;
    }

    public static async Task<CallPage> PrepareAsync(IBrowserPage page, Uri server)
    {
        await page.RunAsync(Script);
        return new CallPage(page, server);
    }

    public Task<OpenedSession> PublishAsync(string room, string participant, Publication what) => CallAsync<OpenedSession>("publish", new
    {
        Url = new Uri(_server, $"/whip/{room}?participant={participant}"),
        Token = ServerUnderTest.PublishToken,
        what.Codec,
        what.Width,
        what.Height,
        what.Rate,
        Color = what.Color.Css,
        what.Tone,
        what.Silent,
        what.Microphone,
        what.Bitrate,
        what.Scalability,
        what.DependencyDescriptor,
        what.Layers,
        what.OverUdp,
        what.Patience,
    });

    public Task<OpenedSession> PlayAsync(string room, string participant = "", Playback? how = null)
    {
        how ??= new Playback();
        return CallAsync<OpenedSession>("play", new
        {
            Url = new Uri(_server, $"/whep/{room}{(participant.Length > 0 ? "/" : "")}{participant}{how.Query}"),
            Token = ServerUnderTest.PlayToken,
            how.Codec,
            how.DependencyDescriptor,
            how.WaitForPicture,
            how.OverUdp,
            how.Patience,
        });
    }

    /// <summary>What is on the screen during the next while.</summary>
    public Task<Watching> WatchAsync(double seconds) => CallAsync<Watching>("watch", new { Ms = seconds * 1000 });

    /// <summary>The same, with the share of what <paramref name="publisher"/> sent.</summary>
    public async Task<Watching> WatchAsync(double seconds, CallPage publisher)
    {
        var (before, decoded) = (await publisher.FramesSentAsync(), await FramesDecodedAsync());
        var seen = await WatchAsync(seconds);
        var after = await publisher.FramesSentAsync();
        decoded = await FramesDecodedAsync() - decoded;

        // A layer that nobody watches stands still.
        var sent = after.Max(layer => layer.Value - before[layer.Key]);
        return seen with { DeliveredShare = sent > 0 ? decoded / sent : 0 };
    }

    /// <summary>Milliseconds until a picture of this height or colour is on the screen.</summary>
    public async Task<double> WatchForAsync(int height = 0, Paint? color = null, double patience = 15) =>
        (await CallAsync<Waited>("watchFor", new { height, color?.Red, color?.Green, color?.Blue, Patience = patience * 1000 })).After;

    /// <summary>Milliseconds until this tone is the loudest.</summary>
    public async Task<double> HearForAsync(double frequency, double patience = 10) =>
        (await CallAsync<Waited>("hearFor", new { frequency, Patience = patience * 1000 })).After;

    /// <summary>The page shows the picture at another height and says so.</summary>
    public async Task ResizeAsync(int height)
    {
        var answer = await CallAsync<HttpAnswer>("resize", new { height });
        Assert.That(answer.Status, Is.EqualTo(204), answer.Body);
    }

    public Task SpeakAsync(bool loud) => CallAsync<JsonElement>("speak", new { loud });

    public async Task<Statistics> StatisticsAsync() => new(await CallAsync<JsonElement>("statistics", null));

    public Task<HttpAnswer> RequestAsync(string method, string path, object options) =>
        EvaluateAsync<HttpAnswer>($"call.request({Text(method)}, {Text(new Uri(_server, path).ToString())}, {JsonSerializer.Serialize(options, Json)})");

    public async Task<T> EvaluateAsync<T>(string expression) => (await _page.EvaluateAsync(expression)).Deserialize<T>(Json)!;

    public static string Text(string text) => JsonSerializer.Serialize(text);

    private async Task<Dictionary<string, double>> FramesSentAsync() => (await StatisticsAsync())
        .Outbound("video").ToDictionary(layer => Statistics.Text(layer, "rid"), layer => Statistics.Number(layer, "framesSent"));

    private async Task<double> FramesDecodedAsync() => Statistics.Number((await StatisticsAsync()).Inbound("video"), "framesDecoded");

    private Task<T> CallAsync<T>(string function, object? options) => EvaluateAsync<T>($"call.{function}({JsonSerializer.Serialize(options, Json)})");

    private sealed record Waited(double After);
}
