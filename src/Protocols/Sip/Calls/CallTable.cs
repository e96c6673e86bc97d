using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// The calls that are not over: by our tag, which nobody can guess, by number, and for those who called by what makes a second copy of
/// the same invitation known (RFC 3261 §8.2.2.2).
/// </summary>
internal sealed class CallTable(ISipCallOutput output)
{
    private readonly Dictionary<byte[], SipCall> _byTag = new(ByteKeys.Comparer);
    private readonly Dictionary<SipCallId, SipCall> _byNumber = [];
    private readonly Dictionary<byte[], SipCall> _invited = new(ByteKeys.Comparer);

    public int Count => _byNumber.Count;

    public void Raise(SipEvent happened) => output.Raise(happened);

    public void Add(SipCall call)
    {
        _byTag[call.Dialog.LocalTag] = call;
        _byNumber[call.Id] = call;
        if (!call.IsOurs)
            _invited[Invitation(call.Dialog.CallId, call.Dialog.RemoteTag)] = call;
    }

    public void Remove(SipCall call)
    {
        _byTag.Remove(call.Dialog.LocalTag);
        _byNumber.Remove(call.Id);
        if (!call.IsOurs)
            _invited.Remove(Invitation(call.Dialog.CallId, call.Dialog.RemoteTag));
    }

    public SipCall? Find(SipCallId id) => _byNumber.GetValueOrDefault(id);

    /// <summary>The call in which a request comes.</summary>
    public SipCall? Find(in SipMessage request) => ByTag(request.ToTag) is { } call && call.Dialog.Matches(request) ? call : null;

    public bool IsCopy(in SipMessage invite) => _invited.ContainsKey(Invitation(invite.CallId, invite.FromTag));

    /// <summary>The call that a Replaces header names: Call-ID, then the tags as its recipient sees them (RFC 3891 §3).</summary>
    public SipCall? FindReplaced(ReadOnlySpan<byte> replaces)
    {
        var semicolon = replaces.IndexOf((byte)';');
        if (semicolon < 0)
            return null;

        var callId = SipText.Trim(replaces[..semicolon]);
        var parameters = replaces[semicolon..];
        if (!SipParameters.TryFind(parameters, "to-tag"u8, out var to) || !SipParameters.TryFind(parameters, "from-tag"u8, out var from))
            return null;

        // Whoever refers somebody to us may give the tags as he sees them himself.
        var call = ByTag(to) ?? ByTag(from);
        if (call is null || !callId.SequenceEqual(call.Dialog.CallId))
            return null;

        var theirs = to.SequenceEqual(call.Dialog.LocalTag) ? from : to;
        return theirs.SequenceEqual(call.Dialog.RemoteTag) ? call : null;
    }

    private static byte[] Invitation(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> tag) => [.. callId, (byte)'|', .. tag];

    private SipCall? ByTag(ReadOnlySpan<byte> tag) => _byTag.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(tag, out var call) ? call : null;
}
