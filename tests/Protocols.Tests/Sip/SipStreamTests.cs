using System.Buffers;
using Protocols.Sip;

namespace Protocols.Tests.Sip;

/// <summary>What comes on one connection is cut where it belongs, however the network cuts it.</summary>
public sealed class SipStreamTests
{
    private static readonly byte[] Options = SipSamples.Crlf("""
        OPTIONS sip:a@b SIP/2.0
        Via: SIP/2.0/TCP x;branch=z9hG4bK1
        From: <sip:a@b>;tag=1
        To: <sip:a@b>
        Call-ID: 1
        CSeq: 1 OPTIONS
        l:
         4

        body
        """);

    private static readonly byte[] Stun = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]];

    [Test]
    public void Messages_keep_alives_and_STUN_share_a_connection_cut_anywhere([Range(1, 20)] int seed)
    {
        byte[] wire = [.. Options, .. "\r\n\r\n"u8, .. Options, .. Stun, .. "\r\n"u8, .. Options, .. Options];
        SipFrame[] expected =
            [SipFrame.Message, SipFrame.Ping, SipFrame.Message, SipFrame.Stun, SipFrame.Pong, SipFrame.Message, SipFrame.Message];
        var random = new Random(seed);
        var reader = new SipStreamReader();
        var frames = new List<SipFrame>();
        var buffer = ReadOnlySequence<byte>.Empty;
        for (var at = 0; at < wire.Length;)
        {
            var length = Math.Min(random.Next(1, 60), wire.Length - at);
            buffer = new ReadOnlySequence<byte>([.. buffer.ToArray(), .. wire.AsSpan(at, length)]);
            at += length;
            while (reader.Read(ref buffer, out var frame) is var kind and not SipFrame.More)
            {
                if (kind == SipFrame.Message)
                    Assert.That(frame.ToArray(), Is.EqualTo(Options));
                // A ping whose halves come apart may be taken for two pongs; it then gets no pong back, as a stray line end does.
                frames.Add(kind);
            }
        }

        var halves = frames.Count == expected.Length + 1;
        Assert.That(frames, Is.EqualTo(halves ? [SipFrame.Message, SipFrame.Pong, SipFrame.Pong, .. expected[2..]] : expected));
    }

    [TestCase("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: many\r\n\r\n")]
    [TestCase("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 2000000000\r\n\r\n")]
    [TestCase("\u0001\u0002 garbage that is no STUN message")]
    public void A_stream_whose_next_message_cannot_be_found_is_broken(string text)
    {
        var buffer = new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.That(new SipStreamReader().Read(ref buffer, out _), Is.EqualTo(SipFrame.Broken));
    }

    [Test]
    public void A_head_that_does_not_end_breaks_the_stream_at_its_limit()
    {
        var reader = new SipStreamReader(new() { MaxHead = 1_000 });
        var buffer = new ReadOnlySequence<byte>(new byte[900].Select(_ => (byte)'x').ToArray());
        Assert.That(reader.Read(ref buffer, out _), Is.EqualTo(SipFrame.More));

        buffer = new ReadOnlySequence<byte>(new byte[1_001].Select(_ => (byte)'x').ToArray());
        Assert.That(reader.Read(ref buffer, out _), Is.EqualTo(SipFrame.Broken));
    }
}
