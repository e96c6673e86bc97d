namespace Interop.Hosting;

/// <summary>
/// A network namespace with nothing but loopback in it, in which packets can be made to disappear. It has no name and lives as long as
/// the process that holds it, so nothing is left behind.
/// </summary>
internal sealed class PrivateNetwork : IDisposable
{
    private readonly ChildProcess _holder;

    private PrivateNetwork(ChildProcess holder) => _holder = holder;

    public static async Task<PrivateNetwork> CreateAsync()
    {
        string[] asRoot = Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];
        var holder = ChildProcess.Start(
            ["unshare", .. asRoot, "--net", "/bin/sh", "-c", "ip link set lo up && echo ready && exec sleep infinity"],
            network: null, Path.GetTempPath(), new Dictionary<string, string>(), lines: true);
        await holder.WaitForLineAsync("ready", TimeSpan.FromSeconds(10));
        var network = new PrivateNetwork(holder);
        await network.RulesAsync("add table inet weather", "add chain inet weather in { type filter hook input priority 0; }");
        return network;
    }

    public string[] Enter() => Environment.UserName == "root"
        ? ["nsenter", $"--target={_holder.Id}", "--net"]
        : ["nsenter", $"--target={_holder.Id}", "--user", "--net", "--preserve-credentials"];

    /// <summary>Of a hundred UDP packets, this many are lost, at random; a hundred closes the network to UDP.</summary>
    public Task LoseUdpAsync(int percent) => percent switch
    {
        0 => RulesAsync("flush chain inet weather in"),
        100 => RulesAsync("flush chain inet weather in", "add rule inet weather in meta l4proto udp drop"),
        _ => RulesAsync("flush chain inet weather in", $"add rule inet weather in meta l4proto udp numgen random mod 100 < {percent} drop"),
    };

    /// <summary>Nothing arrives anywhere any more, or everything again.</summary>
    public Task CutAsync(bool isCut) => isCut ? RulesAsync("flush chain inet weather in", "add rule inet weather in drop") : LoseUdpAsync(0);

    public void Dispose() => _holder.Dispose();

    private Task RulesAsync(params string[] rules) => ChildProcess.RunAsync([.. Enter(), "nft", string.Join("; ", rules)]);
}
