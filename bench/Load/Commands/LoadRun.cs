using System.Net;
using Load.Measuring;
using Load.Streams;

namespace Load.Commands;

/// <summary>What every command has: its arguments, the clips, the loop of clients, and where results go.</summary>
internal sealed class LoadRun : IDisposable
{
    private readonly string _artifacts;

    public LoadRun(string command, Arguments arguments)
    {
        Arguments = arguments;
        _artifacts = arguments.Text("artifacts", "artifacts");
        var rest = TimeSpan.FromMicroseconds(arguments.Number("rest-us", 500));
        Loop = new LoadLoop(IPAddress.Parse(arguments.Text("address", "127.0.0.1")), arguments.Number("first-port", 20_000), rest);
        Clips = new ClipLibrary(Path.Combine(_artifacts, "streams"));
        Results = new ResultTable(command);
    }

    public Arguments Arguments { get; }

    public LoadLoop Loop { get; }

    public ClipLibrary Clips { get; }

    public ResultTable Results { get; }

    public Progress Progress { get; } = new();

    public Uri Server => new(Arguments["server"]);

    public ServerProcess ServerProcess => new(Arguments.Number("server-pid", 0));

    /// <summary>Waits until the server serves.</summary>
    public async Task ServerIsReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var attempt = 0; attempt < 100 && ServerProcess.IsAlive; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Server, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The server did not start.");
    }

    public void Finish(string lastLine, params IEnumerable<string> before)
    {
        Progress.Clear();
        Results.Facts["result"] = lastLine;
        Results.Print();
        Results.Save(Path.Combine(_artifacts, "bench"));
        foreach (var line in before)
            Console.WriteLine(line);

        Console.WriteLine(lastLine);
    }

    /// <summary>Waits, and says what goes on meanwhile.</summary>
    public async Task WaitAsync(TimeSpan time, Func<string> what)
    {
        var end = Edge.Clock.Now + time;
        for (var left = time; left > TimeSpan.Zero; left = end - Edge.Clock.Now)
        {
            Progress.Say($"{what()}, {left.TotalSeconds:F0} s to go, load busy {Loop.Busy:P0}");
            await Task.Delay(left < TimeSpan.FromMilliseconds(500) ? left : TimeSpan.FromMilliseconds(500));
        }
    }

    public void Dispose() => Loop.Dispose();
}
