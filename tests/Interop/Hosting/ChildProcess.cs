using System.Collections.Concurrent;
using System.Diagnostics;

namespace Interop.Hosting;

/// <summary>A process of ours, in this network or a private one. Disposing it ends it and what it started.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it has printed, if it was started with <c>lines</c>.</summary>
    public string[] Lines => [.. _lines];

    public static ChildProcess Start(
        string[] command, PrivateNetwork? network, string directory, IReadOnlyDictionary<string, string> environment, bool lines)
    {
        string[] whole = [.. network?.Enter() ?? [], .. command];
        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.ErrorDataReceived += (_, line) => child.Printed(line.Data);
        child._process.OutputDataReceived += (_, line) => child.Printed(line.Data);
        child._process.Start();
        child._process.BeginErrorReadLine();
        if (lines)
            child._process.BeginOutputReadLine();

        return child;
    }

    /// <summary>Runs a command to its end and expects it to succeed.</summary>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{string.Join(' ', command)}: {errors}");
    }

    public async Task WaitForLineAsync(string beginning, TimeSpan patience)
    {
        var end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (!_lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            if (_process.HasExited || Environment.TickCount64 > end)
                throw new InvalidOperationException($"No line began with '{beginning}': {string.Join(" / ", _lines)}");

            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Printed(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
