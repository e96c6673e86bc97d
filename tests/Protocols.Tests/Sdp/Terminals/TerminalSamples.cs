using System.Runtime.CompilerServices;
using Protocols.Dtls;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>Messages and descriptions as real terminals sent them, with their own spacing and order, and the server that answers.</summary>
internal static class TerminalSamples
{
    private const string Prefix = "Sip/";

    public static string[] Names { get; } =
    [
        .. typeof(TerminalSamples).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    public static TerminalPolicy Policy { get; } = new();

    /// <summary>Ours, where DTLS is spoken.</summary>
    public static Fingerprint Certificate { get; } = new("sha-256", string.Join(':', Enumerable.Repeat("AB", 32)));

    /// <summary>The whole message with the line ends of the wire.</summary>
    public static string Message(string name) => Read(Prefix + name).ReplaceLineEndings("\r\n");

    /// <summary>The description in it; empty for a message without one.</summary>
    public static string Description(string name)
    {
        var message = Message(name);
        var start = message.IndexOf("v=0\r\n", StringComparison.Ordinal);
        return start < 0 ? "" : message[start..];
    }

    public static TerminalLocal Local(int seed = 1) => new()
    {
        Host = "198.51.100.7",
        AudioPort = 42_000,
        VideoPort = 42_002,
        SessionId = 4_611,
        Random = new SeededBytes(seed),
    };

    public static TerminalAgreement Answered(string offer, TerminalPolicy? policy = null, TerminalAgreement? current = null, int seed = 1)
    {
        var answered = TerminalAnswer.TryAnswer(offer, Local(seed), policy ?? Policy, current, out var agreement, out var refusal);
        Assert.That(answered, Is.True, refusal.ToString());
        return agreement!;
    }

    public static TerminalRefusal Refused(string offer, TerminalPolicy? policy = null, TerminalAgreement? current = null)
    {
        Assert.That(TerminalAnswer.TryAnswer(offer, Local(), policy ?? Policy, current, out _, out var refusal), Is.False);
        return refusal;
    }

    /// <summary>
    /// Compares with the text approved for the sample. To approve what the code says now, run the tests once with APPROVE=1 in the
    /// environment and read the difference in version control.
    /// </summary>
    public static void IsApproved(string name, string text, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, "Approved", name + ".txt"), text);
        else
            Assert.That(text, Is.EqualTo(Read($"TerminalAnswers/{name}.txt")));
    }

    private static string Read(string resource)
    {
        using var stream = typeof(TerminalSamples).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
            return "";

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class SeededBytes(int seed) : IRandomBytes
    {
        private readonly Random _random = new(seed);

        public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
    }
}
