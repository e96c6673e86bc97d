using System.Runtime.CompilerServices;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

/// <summary>Offers as real browsers sent them, named by who sent them, and the server that answers them in the tests.</summary>
internal static class Samples
{
    private const string Prefix = "Sdp/";
    private const string AnswerSuffix = ".answer.sdp";

    public static string[] Offers { get; } =
    [
        .. typeof(Samples).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(AnswerSuffix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    public static WebRtcLocal Server { get; } = new()
    {
        SessionId = 4_611_686_018_427_387_904,
        Ice = new("s01x8Kq2", "Zb1Qd0sWnJ7uT5vLr3Xy9aEc"),
        Candidates =
        [
            new() { Foundation = "1", Priority = 2_130_706_431, Host = "198.51.100.7", Port = 40_000 },
            new() { Foundation = "2", Priority = 1_684_798_975, Host = "198.51.100.7", Port = 40_000, Transport = IceTransport.Tcp, TcpType = TcpType.Passive },
        ],
        Fingerprints = [new Fingerprint("sha-256", string.Join(':', Enumerable.Range(0, 32).Select(i => $"{i * 7 % 256:X2}")))],
    };

    public static LocalStream Microphone { get; } = new()
    {
        Kind = MediaKind.Audio,
        Ssrc = new(1_001),
        Cname = "alice",
        Msid = new("alice-camera", "alice-audio"),
    };

    public static LocalStream Camera { get; } = new()
    {
        Kind = MediaKind.Video,
        Ssrc = new(2_001),
        RtxSsrc = new(2_002),
        Cname = "alice",
        Msid = new("alice-camera", "alice-video"),
    };

    public static WebRtcLocal ServerWithStreams { get; } = Server with { Streams = [Microphone, Camera] };

    public static string Text(string name)
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream($"{Prefix}{name}.sdp");
        if (stream is null)
            return "";

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static SessionDescription Offer(string name) => Parsed(Text(name));

    public static SessionDescription Parsed(string text)
    {
        var parsed = SessionDescription.TryParse(text, out var description, out var error);
        Assert.That(parsed, Is.True, error);
        return description!;
    }

    public static (SessionDescription Answer, NegotiatedSession Session) Answered(
        SessionDescription offer, WebRtcLocal? local = null, AnswerPolicy? policy = null, NegotiatedSession? current = null)
    {
        var answered = WebRtcAnswer.TryAnswer(offer, local ?? Server, policy ?? new(), current, out var answer, out var session, out var error);
        Assert.That(answered, Is.True, error);
        return (answer!, session!);
    }

    public static NegotiatedMedia Video(this NegotiatedSession session) => session.Media.First(media => media.Kind == MediaKind.Video);

    public static NegotiatedMedia Audio(this NegotiatedSession session) => session.Media.First(media => media.Kind == MediaKind.Audio);

    /// <summary>
    /// Compares with the text approved beside the sample. To approve what the code says now, run the tests once with
    /// APPROVE=1 in the environment and read the difference in version control.
    /// </summary>
    public static void IsApproved(string name, string text, [CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, "Samples", name + AnswerSuffix), text);
        else
            Assert.That(text, Is.EqualTo(Text(name + AnswerSuffix[..^4])));
    }
}
