using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Load.Measuring;
using Load.Signalling;
using Protocols;

namespace Load.Telephony;

/// <summary>
/// Janus's AudioBridge plugin with participants by plain RTP, in a process of its own for each room: it does not always survive it when
/// many of them leave at once.
/// </summary>
internal sealed class JanusSoundBridge : ISoundBridge
{
    private const string Plugin = "janus.plugin.audiobridge";
    private const int Room = 1;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);

    private readonly Process _janus;
    private readonly JanusSession _session;
    private readonly SoundCodec _codec;
    private readonly IPEndPoint _telephones;

    private JanusSoundBridge(Process janus, JanusSession session, SoundCodec codec, IPEndPoint telephones)
    {
        (_janus, _session, _codec, _telephones) = (janus, session, codec, telephones);
        Process = new ServerProcess(janus.Id);
    }

    public string Name => "Janus";

    public ServerProcess Process { get; }

    /// <param name="command">What starts Janus, words apart by blanks.</param>
    /// <param name="server">Its WebSocket.</param>
    /// <param name="codec">What all telephones speak.</param>
    /// <param name="telephones">Where all of them are.</param>
    public static async Task<JanusSoundBridge> StartAsync(string command, Uri server, SoundCodec codec, IPEndPoint telephones)
    {
        var words = command.Split(' ', 2);
        var janus = System.Diagnostics.Process.Start(new ProcessStartInfo(words[0], words[1]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("Janus did not start.");
        janus.OutputDataReceived += (_, _) => { };
        janus.ErrorDataReceived += (_, _) => { };
        janus.BeginOutputReadLine();
        janus.BeginErrorReadLine();
        for (var until = Edge.Clock.Now + StartTime; ;)
        {
            try
            {
                var bridge = new JanusSoundBridge(janus, await JanusSession.ConnectAsync(server), codec, telephones);
                await bridge.CreateRoomAsync();
                return bridge;
            }
            catch (WebSocketException) when (Edge.Clock.Now < until && !janus.HasExited)
            {
                await Task.Delay(200);
            }
        }
    }

    public async Task<TransportAddress[]> JoinAsync(int count)
    {
        var joined = new TransportAddress[count];
        for (var i = 0; i < count; i++)
        {
            var handle = await _session.AttachAsync(Plugin);
            var answer = await handle.MessageAsync(new JsonObject
            {
                ["request"] = "join",
                ["room"] = Room,
                ["codec"] = _codec.Name,
                ["muted"] = false,
                ["rtp"] = new JsonObject { ["ip"] = $"{_telephones.Address}", ["port"] = _telephones.Port, ["payload_type"] = _codec.PayloadType },
            });
            var media = answer["plugindata"]?["data"]?["rtp"] ?? throw new InvalidOperationException($"Janus gave no port: {answer.ToJsonString()}");
            joined[i] = TransportAddress.From(IPAddress.Parse((string)media["ip"]!), (int)media["port"]!);
        }

        return joined;
    }

    public Task StayAsync(TimeSpan time) => Task.Delay(time);

    public async ValueTask DisposeAsync()
    {
        _janus.Kill();
        await _janus.WaitForExitAsync();
        await _session.DisposeAsync();
        _janus.Dispose();
    }

    private async Task CreateRoomAsync()
    {
        var handle = await _session.AttachAsync(Plugin);
        await handle.MessageAsync(new JsonObject { ["request"] = "create", ["room"] = Room, ["sampling_rate"] = 48_000, ["record"] = false, ["allow_rtp_participants"] = true });
    }
}
