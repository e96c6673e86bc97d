using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

public sealed class SdpFragmentTests
{
    public const string Fragment =
        "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
        + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
        + "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n"
        + "a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0 ufrag EsAw network-id 2\r\n"
        + "a=end-of-candidates\r\n";

    [Test]
    public void Candidates_come_with_their_section_and_generation()
    {
        var fragment = Parsed(Fragment);
        Assert.That(fragment.Ice!.UsernameFragment, Is.EqualTo("EsAw"));
        Assert.That(fragment.Ice.Password, Is.EqualTo("P2uYro0UCOQ4zxjKXaWCBui1"));

        var section = fragment.Sections.Single();
        Assert.That(section.Mid!.Value.Value, Is.EqualTo("0"));
        Assert.That(section.Candidates, Has.Count.EqualTo(2));
        Assert.That(section.EndOfCandidates, Is.True);
        Assert.That(fragment.Write(), Is.EqualTo(Fragment));
    }

    [Test]
    public void Credentials_inside_a_section_and_candidates_before_any_are_taken_too()
    {
        var fragment = Parsed("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\nm=video 9 RTP/AVP 0\na=mid:1\na=ice-ufrag:EsAw\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\n");
        Assert.That(fragment.Ice!.UsernameFragment, Is.EqualTo("EsAw"));
        Assert.That(fragment.Sections.SelectMany(section => section.Candidates), Has.Exactly(1).Items);
    }

    [TestCase("v=0\n", "line 1: a fragment holds m= and a= lines only")]
    [TestCase("a=ice-ufrag:x\n", "a=ice-ufrag needs 4 to 256 ICE characters and a=ice-pwd 22 to 256")]
    [TestCase("m=audio\n", "line 1: m= has a medium, a port, a protocol and at least one format")]
    public void An_error_says_what_is_wrong(string text, string expected)
    {
        Assert.That(SdpFragment.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void Our_side_of_a_restart_is_a_fragment_that_reads_back()
    {
        var fragment = Parsed(SdpFragment.Of(Samples.Server, new("0"), MediaKind.Audio).Write());
        Assert.That(fragment.Ice, Is.EqualTo(Samples.Server.Ice));
        Assert.That(fragment.Sections.Single().Candidates, Has.Count.EqualTo(2));
    }

    private static SdpFragment Parsed(string text)
    {
        Assert.That(SdpFragment.TryParse(text, out var fragment, out var error), Is.True, error);
        return fragment!;
    }
}
