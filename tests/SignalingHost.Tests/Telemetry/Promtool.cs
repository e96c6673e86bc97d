using System.Diagnostics;

namespace SignalingHost.Tests.Telemetry;

/// <summary>Prometheus' own reader and its advice on names, where the machine has it; without it the strict reader stands alone.</summary>
internal static class Promtool
{
    private const string Program = "/usr/bin/promtool";

    public static async Task<string> ComplaintsAsync(string metrics)
    {
        if (!File.Exists(Program))
            return "";

        using var process = Process.Start(new ProcessStartInfo(Program, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        var complaints = await process.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return complaints;
    }
}
