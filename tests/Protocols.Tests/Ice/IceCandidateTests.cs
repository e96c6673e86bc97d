using System.Net;
using Protocols.Ice;

namespace Protocols.Tests.Ice;

public sealed class IceCandidateTests
{
    // As Chrome, Firefox, Safari and the examples of RFC 8839 and RFC 6544 write them.
    [TestCase("candidate:842163049 1 udp 1677729535 203.0.113.9 46154 typ srflx raddr 192.168.1.4 rport 46154 generation 0 ufrag Xq2T network-cost 999",
        "203.0.113.9", 46_154, CandidateType.ServerReflexive, TcpType.None)]
    [TestCase("candidate:0 1 UDP 2122252543 8f1c9a0e-2f4b-4c52-8f4e-1a2b3c4d5e6f.local 51032 typ host",
        "8f1c9a0e-2f4b-4c52-8f4e-1a2b3c4d5e6f.local", 51_032, CandidateType.Host, TcpType.None)]
    [TestCase("candidate:3 1 TCP 2105524479 192.168.1.4 9 typ host tcptype active", "192.168.1.4", 9, CandidateType.Host, TcpType.Active)]
    [TestCase("a=candidate:1 1 UDP 2130706431 2001:db8::a 8998 typ host", "2001:db8::a", 8_998, CandidateType.Host, TcpType.None)]
    [TestCase("2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998", "192.0.2.3", 45_664, CandidateType.ServerReflexive, TcpType.None)]
    [TestCase("candidate:7 1 tcp 2128609279 10.0.1.1 8998 typ host tcptype so", "10.0.1.1", 8_998, CandidateType.Host, TcpType.SimultaneousOpen)]
    [TestCase("candidate:9 1 udp 41885439 198.51.100.7 61665 typ relay raddr 0.0.0.0 rport 0", "198.51.100.7", 61_665, CandidateType.Relayed, TcpType.None)]
    public void A_line_of_a_browser_is_read(string line, string host, int port, CandidateType type, TcpType tcpType)
    {
        Assert.That(IceCandidate.TryParse(line, out var candidate), Is.True);
        Assert.That((candidate!.Host, (int)candidate.Port, candidate.Type, candidate.TcpType), Is.EqualTo((host, port, type, tcpType)));
        Assert.That(candidate.Component, Is.EqualTo(1));
        Assert.That(candidate.TryGetAddress(out _), Is.EqualTo(!host.EndsWith(".local", StringComparison.Ordinal)));
    }

    [TestCase("")]
    [TestCase("candidate:")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1 5000 typ")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1 5000 host typ")]
    [TestCase("candidate:1 1 sctp 1 192.0.2.1 5000 typ host")]
    [TestCase("candidate:1 0 udp 1 192.0.2.1 5000 typ host")]
    [TestCase("candidate:1 1 udp 4294967296 192.0.2.1 5000 typ host")]
    [TestCase("candidate:1 1 udp -1 192.0.2.1 5000 typ host")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1 65536 typ host")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1 5000 typ nearby")]
    [TestCase("candidate:1 1 tcp 1 192.0.2.1 5000 typ host")]
    [TestCase("candidate:1 1 udp 1 192.0.2.1 5000 typ host tcptype active")]
    [TestCase("candidate:1 1 tcp 1 192.0.2.1 5000 typ host tcptype sideways")]
    [TestCase("candidate:123456789012345678901234567890123 1 udp 1 192.0.2.1 5000 typ host")]
    public void A_line_that_is_none_is_refused(string line) => Assert.That(IceCandidate.TryParse(line, out _), Is.False);

    [TestCase("192.0.2.1")]
    [TestCase("2001:db8::17")]
    public void Our_own_lines_come_back_as_they_were(string ip)
    {
        var address = TransportAddress.From(IPAddress.Parse(ip), 7_000);
        foreach (var ours in new[] { IceCandidate.HostUdp(address), IceCandidate.HostTcpPassive(address), IceCandidate.HostTcpActive(address) })
        {
            Assert.That(IceCandidate.TryParse(IceCandidate.Write(ours), out var read), Is.True);
            Assert.That(read, Is.EqualTo(ours));
        }

        Assert.That(IceCandidate.HostUdp(address).TryGetAddress(out var back) ? back : default, Is.EqualTo(address));
        Assert.That(IceCandidate.HostUdp(address).Foundation, Is.Not.EqualTo(IceCandidate.HostTcpPassive(address).Foundation));
    }

    [Test]
    public void Our_line_is_written_as_browsers_expect_it()
    {
        var candidate = IceCandidate.HostTcpPassive(TransportAddress.FromIPv4(0xC0000201, 443)) with { Foundation = "1" };

        Assert.That(IceCandidate.Write(candidate), Is.EqualTo("candidate:1 1 tcp 2124414975 192.0.2.1 443 typ host tcptype passive"));
    }

    [TestCase(CandidateType.Host, 65_535, 1, 2_130_706_431u)]
    [TestCase(CandidateType.ServerReflexive, 65_535, 1, 1_694_498_815u)]
    [TestCase(CandidateType.PeerReflexive, 65_535, 1, 1_862_270_975u)]
    [TestCase(CandidateType.Host, 65_535, 2, 2_130_706_430u)]
    public void Priorities_are_those_of_the_RFCs_formula(CandidateType type, int localPreference, int component, uint priority) =>
        Assert.That(IceCandidate.Priority(type, localPreference, component), Is.EqualTo(priority));

    [TestCase(1u, 2u, (1UL << 32) + 4)]
    [TestCase(2u, 1u, (1UL << 32) + 5)]
    [TestCase(2_130_706_431u, 2_124_414_975u, (2_124_414_975UL << 32) + 4_261_412_863UL)]
    public void Pair_priorities_are_those_of_the_RFCs_formula(uint controlling, uint controlled, ulong priority) =>
        Assert.That(IceCandidate.PairPriority(controlling, controlled), Is.EqualTo(priority));

    [Test]
    public void UDP_ranks_above_TCP() => Assert.That(IceCandidate.HostUdpPriority, Is.GreaterThan(IceCandidate.HostTcpActivePriority));

    [Test]
    public void No_text_can_make_the_parser_throw([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        const string Sample = "a=candidate:3 1 TCP 2105524479 192.168.1.4 9 typ host tcptype active generation 0";
        for (var round = 0; round < 2_000; round++)
        {
            var text = Sample[..random.Next(Sample.Length + 1)].ToCharArray();
            for (var change = random.Next(4); change > 0 && text.Length > 0; change--)
                text[random.Next(text.Length)] = (char)random.Next(32, 300);

            if (IceCandidate.TryParse(new string(text), out var candidate))
                candidate.TryGetAddress(out _);
        }
    }
}
