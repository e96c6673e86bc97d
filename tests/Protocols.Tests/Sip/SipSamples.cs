using System.Text;
using Protocols.Sip;

namespace Protocols.Tests.Sip;

/// <summary>Messages and session descriptions as real terminals sent them, named by who sent them.</summary>
internal static class SipSamples
{
    private const string Prefix = "Sip/";

    public static string[] All { get; } =
    [
        .. typeof(SipSamples).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal),
    ];

    public static string[] Messages { get; } = [.. All.Where(name => name.EndsWith(".sip", StringComparison.Ordinal))];

    public static string[] Requests { get; } = [.. Messages.Where(name => !name.Contains("200ok", StringComparison.Ordinal))];

    /// <summary>The text as kept, with bare line feeds.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(SipSamples).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// The message as it was on the wire. Responses were kept without the lines that belong to one transaction, and bare session
    /// descriptions without any head: those get one.
    /// </summary>
    public static byte[] Wire(string name)
    {
        var text = Text(name);
        if (name.EndsWith(".sdp", StringComparison.Ordinal))
            text = $"INVITE sip:1001@conf.example.org SIP/2.0\n{Transaction("INVITE")}Content-Type: application/sdp\n\n{text}";
        else if (name.Contains("200ok", StringComparison.Ordinal))
            text = text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, Missing(text));

        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
    }

    /// <summary>A small message that begins with that line and is sound below it, but for what stands in place of something there.</summary>
    public static byte[] Plain(string line, string replace = "", string with = "")
    {
        const string head = """
            Via: SIP/2.0/UDP t1.example.org;branch=z9hG4bKplain
            From: <sip:caller@example.net>;tag=33242
            To: <sip:user@example.com>
            Call-ID: plain.0ha0isndaksdj
            CSeq: 8 OPTIONS
            Max-Forwards: 70
            Content-Length: 0


            """;
        return Crlf($"{line}\n{(replace.Length == 0 ? head : head.Replace(replace, with, StringComparison.Ordinal))}");
    }

    public static byte[] Crlf(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static SipRefusal Parse(byte[] bytes, out SipMessage message, SipFraming framing = SipFraming.Datagram) =>
        new SipParser().Parse(bytes, framing, out message);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static string Missing(string text) =>
        string.Concat(Transaction("INVITE").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !text.Contains($"\n{line[..line.IndexOf(':', StringComparison.Ordinal)]}:", StringComparison.Ordinal)).Select(line => line + "\n"));

    private static string Transaction(string method) =>
        $"""
        Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKsample
        From: <sip:terminal@192.0.2.7>;tag=1
        To: <sip:1001@conf.example.org>;tag=2
        Call-ID: sample@192.0.2.7
        CSeq: 1 {method}

        """;
}
