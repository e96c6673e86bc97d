using System.Diagnostics;

namespace SignalingHost.Tests.Telemetry;

/// <summary>Prometheus' own reader and its advice on names, where the machine has it; without it the strict readers stand alone.</summary>
internal static class Promtool
{
    private const string Program = "/usr/bin/promtool";

    /// <summary>Everything that it says of <paramref name="metrics"/>, advice too.</summary>
    public static async Task<string> ComplaintsAsync(string metrics) => (await RunAsync(metrics, "check", "metrics")).Said;

    /// <summary>What it says when it refuses.</summary>
    public static async Task<string> RefusalAsync(params string[] arguments) => await RunAsync("", arguments) is { ExitCode: not 0 } refused ? refused.Said : "";

    private static async Task<(int ExitCode, string Said)> RunAsync(string input, params string[] arguments)
    {
        if (!File.Exists(Program))
            return (0, "");

        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
