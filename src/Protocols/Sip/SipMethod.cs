using System.Text;

namespace Protocols.Sip;

/// <summary>What a request asks for. <see cref="Other"/> is a well-formed name that we do not know.</summary>
public enum SipMethod
{
    Other,
    Invite,
    Ack,
    Bye,
    Cancel,
    Options,
    Register,
    Prack,
    Update,
    Info,
    Refer,
    Notify,
    Subscribe,
    Message,
    Publish,
}

/// <summary>The names of the methods on the wire. Unlike header names, they are case-sensitive (RFC 3261 §7.1).</summary>
public static class SipMethods
{
    private static readonly byte[][] Names = [.. Enum.GetValues<SipMethod>().Select(method => Encoding.ASCII.GetBytes(method.ToString().ToUpperInvariant()))];

    public static ReadOnlySpan<byte> Name(this SipMethod method) => Names[(int)method];

    public static SipMethod Of(ReadOnlySpan<byte> name)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
                return (SipMethod)i;
        }

        return SipMethod.Other;
    }
}
