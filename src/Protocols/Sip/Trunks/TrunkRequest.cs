using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>The head of a request that belongs to no call.</summary>
internal sealed class TrunkRequest(TransactionLayer layer, string address)
{
    private readonly string _callId = layer.NewWord(16);
    private readonly byte[] _tag = layer.NewTag();
    private uint _sequence;

    public SipWriter Begin(SipMethod method, string uri, string to, string contactUser, SipFlow flow, ReadOnlySpan<byte> branch)
    {
        var writer = layer.Writer.Request(method.Name(), Encoding.UTF8.GetBytes(uri));
        layer.WriteVia(writer, flow, branch);
        writer.Header(SipHeader.MaxForwards, 70)
            .Begin(SipHeader.From).Raw("<"u8).Text(address).Raw(">;tag="u8).Text(_tag).End()
            .Begin(SipHeader.To).Raw("<"u8).Text(to).Raw(">"u8).End()
            .Header(SipHeader.CallId, _callId)
            .Begin(SipHeader.CSeq).Number(++_sequence).Raw(" "u8).Raw(method.Name()).End();
        layer.WriteContact(writer, flow, contactUser);
        return writer.Header(SipHeader.UserAgent, layer.Options.Product);
    }

    public static TimeSpan RetryAfter(in SipMessage response) =>
        response.TryNumber(SipHeader.RetryAfter, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
