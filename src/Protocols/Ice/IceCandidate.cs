using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Protocols.Ice;

/// <summary>Candidates as the lines of SDP and of trickling (RFC 8839 §5.1, RFC 6544 §4.5), and how they are ranked (RFC 8445 §5.1.2).</summary>
public static class IceCandidate
{
    private const string Prefix = "candidate:";
    private const int MaxLineLength = 512;
    private const int MaxFoundationLength = 32;
    private const int LocalPreferenceOnlyAddress = 65_535;

    /// <summary>The port an active TCP candidate shows: "discard", since nobody can connect to it (RFC 6544 §4.5).</summary>
    private const ushort ActivePort = 9;

    private static readonly string[] TypeNames = ["host", "srflx", "prflx", "relay"];
    private static readonly string[] TcpTypeNames = ["", "active", "passive", "so"];

    public static uint HostUdpPriority { get; } = Priority(CandidateType.Host, LocalPreferenceOnlyAddress);

    public static uint HostTcpPassivePriority { get; } = Priority(CandidateType.Host, TcpLocalPreference(TcpType.Passive));

    public static uint HostTcpActivePriority { get; } = Priority(CandidateType.Host, TcpLocalPreference(TcpType.Active));

    /// <param name="address">Where we listen, as the peer sees it.</param>
    /// <param name="localPreference">Lower for a second address, so that no two candidates of a session rank the same.</param>
    public static Candidate HostUdp(TransportAddress address, int localPreference = LocalPreferenceOnlyAddress) =>
        Host(address, IceTransport.Udp, TcpType.None, Priority(CandidateType.Host, localPreference));

    public static Candidate HostTcpPassive(TransportAddress address, int otherPreference = 8_191) =>
        Host(address, IceTransport.Tcp, TcpType.Passive, Priority(CandidateType.Host, TcpLocalPreference(TcpType.Passive, otherPreference)));

    public static Candidate HostTcpActive(TransportAddress address) =>
        Host(address with { Port = ActivePort }, IceTransport.Tcp, TcpType.Active, HostTcpActivePriority);

    /// <summary>RFC 8445 §5.1.2.1 with the type preferences recommended in §5.1.2.2.</summary>
    public static uint Priority(CandidateType type, int localPreference, int component = 1)
    {
        var typePreference = type switch
        {
            CandidateType.Host => 126u,
            CandidateType.PeerReflexive => 110u,
            CandidateType.ServerReflexive => 100u,
            _ => 0u,
        };

        return (typePreference << 24) | ((uint)(localPreference & 0xFFFF) << 8) | (uint)(256 - component);
    }

    /// <summary>The direction preferences of host candidates in RFC 6544 §4.2. All of them rank below UDP from the same address.</summary>
    public static int TcpLocalPreference(TcpType tcpType, int otherPreference = 8_191)
    {
        var direction = tcpType switch
        {
            TcpType.Active => 6,
            TcpType.Passive => 4,
            _ => 2,
        };

        return (direction << 13) | (otherPreference & 0x1FFF);
    }

    /// <summary>RFC 8445 §6.1.2.3. The sum, not the union: the larger doubled can carry into the upper half.</summary>
    public static ulong PairPriority(uint controlling, uint controlled)
    {
        var (lower, higher) = controlling < controlled ? (controlling, controlled) : (controlled, controlling);
        return ((ulong)lower << 32) + (2UL * higher) + (controlling > controlled ? 1UL : 0UL);
    }

    /// <summary>The line from "candidate:" on, as trickling carries it; SDP puts "a=" before it.</summary>
    public static string Write(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var transport = candidate.Transport == IceTransport.Udp ? "udp" : "tcp";
        var line = $"{Prefix}{candidate.Foundation} {candidate.Component} {transport} {candidate.Priority} "
            + $"{candidate.Host} {candidate.Port} typ {TypeNames[(int)candidate.Type]}";
        return candidate.TcpType == TcpType.None ? line : $"{line} tcptype {TcpTypeNames[(int)candidate.TcpType]}";
    }

    /// <summary>Takes the line with or without "a=" and "candidate:". Extensions that are not known are passed over (RFC 8839 §5.1).</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out Candidate? candidate)
    {
        candidate = null;
        if (line is null || line.Length > MaxLineLength)
            return false;

        var text = line.AsSpan().Trim();
        text = text.StartsWith("a=", StringComparison.Ordinal) ? text[2..] : text;
        text = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;

        if (!TryTake(ref text, out var foundation) || foundation.Length > MaxFoundationLength
            || !TryTakeNumber(ref text, max: 256, out var component) || component == 0
            || !TryTake(ref text, out var transportName) || !TryReadTransport(transportName, out var transport)
            || !TryTakeNumber(ref text, max: uint.MaxValue, out var priority)
            || !TryTake(ref text, out var host)
            || !TryTakeNumber(ref text, max: ushort.MaxValue, out var port)
            || !TryTake(ref text, out var typ) || !typ.Equals("typ", StringComparison.OrdinalIgnoreCase)
            || !TryTake(ref text, out var typeName) || !TryReadName(typeName, TypeNames, out var type))
        {
            return false;
        }

        if (!TryReadTcpType(text, out var tcpType) || (transport == IceTransport.Tcp) != (tcpType != TcpType.None))
            return false;

        candidate = new Candidate
        {
            Foundation = foundation.ToString(),
            Component = (int)component,
            Transport = transport,
            Priority = priority,
            Host = host.ToString(),
            Port = (ushort)port,
            Type = (CandidateType)type,
            TcpType = tcpType,
        };
        return true;
    }

    private static Candidate Host(TransportAddress address, IceTransport transport, TcpType tcpType, uint priority) => new()
    {
        Foundation = Foundation(address, transport),
        Transport = transport,
        Priority = priority,
        Host = address.ToIPAddress().ToString(),
        Port = address.Port,
        Type = CandidateType.Host,
        TcpType = tcpType,
    };

    // The same for candidates of one address and transport, different otherwise (RFC 8445 §5.1.1.3); any short text will do.
    private static string Foundation(TransportAddress address, IceTransport transport)
    {
        var mixed = (uint)(address with { Port = 0 }).GetHashCode();
        return unchecked(mixed + (uint)transport).ToString(CultureInfo.InvariantCulture);
    }

    private static bool TryReadTransport(ReadOnlySpan<char> name, out IceTransport transport)
    {
        transport = name.Equals("tcp", StringComparison.OrdinalIgnoreCase) ? IceTransport.Tcp : IceTransport.Udp;
        return transport == IceTransport.Tcp || name.Equals("udp", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryReadTcpType(ReadOnlySpan<char> extensions, out TcpType tcpType)
    {
        tcpType = TcpType.None;
        while (TryTake(ref extensions, out var name) && TryTake(ref extensions, out var value))
        {
            if (!name.Equals("tcptype", StringComparison.OrdinalIgnoreCase))
                continue;

            if (!TryReadName(value, TcpTypeNames, out var index))
                return false;

            tcpType = (TcpType)index;
        }

        return true;
    }

    private static bool TryReadName(ReadOnlySpan<char> name, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            if (name.Equals(names[index], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, uint max, out uint number)
    {
        number = 0;
        return TryTake(ref text, out var word)
            && uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= max;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        text = text.TrimStart(' ');
        var end = text.IndexOf(' ');
        word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return !word.IsEmpty;
    }
}
