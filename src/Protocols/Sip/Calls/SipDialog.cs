using System.Text;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// What two ends have agreed to call their call, and how requests in it reach the other (RFC 3261 §12). Requests go over the flow on which
/// the peer was last heard: his Contact is often an address behind a NAT.
/// </summary>
internal sealed class SipDialog(TransactionLayer layer, SipFlow flow)
{
    public required byte[] CallId { get; init; }

    public required byte[] LocalTag { get; init; }

    /// <summary>Our side of From and To, without the tag.</summary>
    public required byte[] Local { get; init; }

    /// <summary>Our number, which our Contact bears.</summary>
    public required string LocalUser { get; init; }

    public required byte[] Remote { get; set; }

    public byte[] RemoteTag { get; set; } = [];

    /// <summary>Where the peer wants requests addressed: his Contact.</summary>
    public required byte[] Target { get; set; }

    public List<byte[]> Routes { get; } = [];

    public SipFlow Flow { get; private set; } = flow;

    public uint Sequence { get; set; }

    public uint RemoteSequence { get; set; }

    public DigestClient? Digest { get; init; }

    /// <summary>The methods that the peer says he takes; all, if he has said nothing.</summary>
    public bool TakesUpdate { get; private set; }

    public static SipDialog Of(TransactionLayer layer, in SipMessage invite, SipFlow flow, byte[] tag)
    {
        var dialog = new SipDialog(layer, flow)
        {
            CallId = invite.CallId.ToArray(),
            LocalTag = tag,
            Local = Without(invite, SipHeader.To),
            LocalUser = SipUri.TryParse(invite.RequestUri, out var uri) ? Encoding.ASCII.GetString(uri.User) : "",
            Remote = Without(invite, SipHeader.From),
            RemoteTag = invite.FromTag.ToArray(),
            Target = [],
            RemoteSequence = invite.CSeq,
        };
        foreach (var route in invite.Elements(SipHeader.RecordRoute))
            dialog.Routes.Add(route.ToArray());
        dialog.Follow(invite, flow);
        return dialog;
    }

    public bool Matches(in SipMessage request) =>
        request.CallId.SequenceEqual(CallId) && request.FromTag.SequenceEqual(RemoteTag) && request.ToTag.SequenceEqual(LocalTag);

    /// <summary>Takes in what any message of the peer says of where he is and what he can.</summary>
    public void Follow(in SipMessage message, SipFlow from)
    {
        Flow = from;
        if (message.TryAddress(SipHeader.Contact, out var contact))
            Target = contact.Uri.ToArray();
        else if (Target.Length == 0 && message.TryAddress(SipHeader.From, out var address))
            Target = address.Uri.ToArray();
        if (message.Has(SipHeader.Allow))
            TakesUpdate = message.Lists(SipHeader.Allow, "UPDATE"u8);
    }

    /// <summary>The response of whoever answered makes the dialog (§12.1.2).</summary>
    public void TakeResponse(in SipMessage response)
    {
        RemoteTag = response.ToTag.ToArray();
        Routes.Clear();
        foreach (var route in response.Elements(SipHeader.RecordRoute))
            Routes.Insert(0, route.ToArray());
        if (response.TryAddress(SipHeader.Contact, out var contact))
            Target = contact.Uri.ToArray();
        if (response.Has(SipHeader.Allow))
            TakesUpdate = response.Lists(SipHeader.Allow, "UPDATE"u8);
    }

    /// <summary>The dialog with another of those whom one INVITE of ours has reached.</summary>
    public SipDialog Fork(in SipMessage response, uint sequence)
    {
        var fork = new SipDialog(layer, Flow)
        {
            CallId = CallId,
            LocalTag = LocalTag,
            Local = Local,
            LocalUser = LocalUser,
            Remote = Remote,
            Target = Target,
            Sequence = sequence,
            Digest = Digest,
        };
        fork.TakeResponse(response);
        return fork;
    }

    /// <summary>Begins a request to the peer; header fields may be added to what is returned.</summary>
    public SipWriter Begin(SipMethod method, uint sequence, ReadOnlySpan<byte> branch)
    {
        var writer = layer.Writer.Request(method.Name(), Target);
        layer.WriteVia(writer, Flow, branch);
        foreach (var route in Routes)
            writer.Header(SipHeader.Route, route);
        writer.Header(SipHeader.MaxForwards, 70)
            .Begin(SipHeader.From).Text(Local).Raw(";tag="u8).Text(LocalTag).End()
            .Begin(SipHeader.To).Text(Remote).Raw(RemoteTag.Length > 0 ? ";tag="u8 : []).Text(RemoteTag).End()
            .Header(SipHeader.CallId, CallId)
            .Begin(SipHeader.CSeq).Number(sequence).Raw(" "u8).Raw(method.Name()).End();
        if (method is SipMethod.Invite or SipMethod.Update or SipMethod.Refer)
            layer.WriteContact(writer, Flow, LocalUser);
        writer.Header(SipHeader.UserAgent, layer.Options.Product);
        Digest?.Write(writer, method.Name(), Target);
        return writer;
    }

    public void WriteContact(SipWriter writer) => layer.WriteContact(writer, Flow, LocalUser);

    private static byte[] Without(in SipMessage message, SipHeader header)
    {
        if (!message.TryFind(header, out var value) || !NameAddress.TryParse(value, out var address))
            return [];

        var writer = new SipWriter().Fragment();
        if (!address.Display.IsEmpty)
            writer.Text(address.Display).Raw(" "u8);
        writer.Raw("<"u8).Text(address.Uri).Raw(">"u8);

        // Other parameters are the peer's own words and are repeated; only the tag is set anew.
        foreach (var parameter in new SipParameters(address.Parameters))
        {
            if (Ascii.EqualsIgnoreCase(parameter.Name, "tag"u8))
                continue;

            writer.Raw(";"u8).Text(parameter.Name);
            if (!parameter.Value.IsEmpty)
                writer.Raw("="u8).Text(parameter.Value);
        }

        return writer.Written.ToArray();
    }
}
