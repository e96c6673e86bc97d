using System.Text;
using Protocols.Ice;
using Protocols.Stun;

namespace Protocols.Tests.Ice;

/// <summary>A binding request as a browser would make it, with room for every way to make it wrong.</summary>
internal sealed record IceCheck(IceCredentials To)
{
    private static int _count;

    public string From { get; init; } = "them";

    public string? Password { get; init; }

    public bool Nominates { get; init; }

    public uint Priority { get; init; } = IceCandidate.Priority(CandidateType.PeerReflexive, 65_535);

    public StunAttributeType? Role { get; init; } = StunAttributeType.IceControlling;

    public StunAttributeType? Extra { get; init; }

    public bool IsSigned { get; init; } = true;

    public StunClass Class { get; init; } = StunClass.Request;

    public StunMethod Method { get; init; } = StunMethod.Binding;

    public byte[] Bytes()
    {
        var writer = new StunWriter(new byte[1_024], Class, Method, new StunTransactionId(7, (ulong)++_count));
        writer.Write(StunAttributeType.Username, Encoding.ASCII.GetBytes($"{To.UsernameFragment}:{From}"));
        writer.WriteUInt32(StunAttributeType.Priority, Priority);
        if (Role is { } role)
            writer.WriteUInt64(role, 0x1122334455667788);

        if (Nominates)
            writer.WriteFlag(StunAttributeType.UseCandidate);

        if (Extra is { } extra)
            writer.WriteUInt32(extra, 1);

        if (IsSigned)
            writer.WriteIntegrity(Encoding.ASCII.GetBytes(Password ?? To.Password));

        writer.WriteFingerprint();
        return writer.Written.ToArray();
    }
}
