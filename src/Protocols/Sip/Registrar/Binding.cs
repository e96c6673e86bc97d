using Protocols.Sip.Transactions;

namespace Protocols.Sip.Registrar;

/// <summary>Where an account can be reached: the Contact that it gave, and the flow on which it did.</summary>
internal sealed class Binding(byte[] contact, byte[] instance, byte[] callId)
{
    public byte[] Contact => contact;

    /// <summary>Which device it is (RFC 5626 §4.1); empty if it does not say.</summary>
    public byte[] Instance => instance;

    public byte[] CallId => callId;

    public uint Sequence { get; set; }

    public SipFlow Flow { get; set; }

    public Instant ExpiresAt { get; set; }

    /// <summary>Whether a new registration is of the same device: it says so, goes on with the same Call-ID, or gives the same Contact.</summary>
    public bool IsSame(ReadOnlySpan<byte> newContact, ReadOnlySpan<byte> newInstance, ReadOnlySpan<byte> newCallId)
    {
        if (!instance.AsSpan().IsEmpty && !newInstance.IsEmpty)
            return newInstance.SequenceEqual(instance);

        return newCallId.SequenceEqual(callId)
            || (SipUri.TryParse(newContact, out var theirs) && SipUri.TryParse(contact, out var ours) && theirs.LeadsWhere(ours));
    }
}
