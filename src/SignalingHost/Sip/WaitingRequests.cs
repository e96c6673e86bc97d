using Protocols.Sip;
using Protocols.Sip.Transactions;

namespace SignalingHost.Sip;

/// <summary>
/// Requests whose sender is being looked up. A CANCEL that comes meanwhile waits behind those of its flow: if it overtook its INVITE, it would
/// find nothing to cancel, and the call would stand.
/// </summary>
internal sealed class WaitingRequests(Action<byte[], SipFraming, SipFlow> show)
{
    private const int MostCancels = 1_000;

    private readonly Dictionary<SipFlow, Queue<Request>> _lines = [];
    private int _cancels;

    /// <summary>Keeps a request; what is given back is told when the sender is known, or that he cannot be looked up.</summary>
    public Action<bool> Add(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow)
    {
        if (!_lines.TryGetValue(flow, out var line))
            _lines.Add(flow, line = new());

        var request = new Request(message.ToArray(), framing, IsCancel: false);
        line.Enqueue(request);
        return isKnown => Settle(request, isKnown, line, flow);
    }

    /// <summary>True if the message has to wait.</summary>
    public bool TryHold(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow)
    {
        if (!message.StartsWith("CANCEL "u8) || _cancels >= MostCancels || !_lines.TryGetValue(flow, out var line))
            return false;

        _cancels++;
        line.Enqueue(new Request(message.ToArray(), framing, IsCancel: true));
        return true;
    }

    private void Settle(Request settled, bool isKnown, Queue<Request> line, SipFlow flow)
    {
        settled.IsSettled = true;
        if (isKnown)
            show(settled.Message, settled.Framing, flow);

        while (line.TryPeek(out var first) && (first.IsCancel || first.IsSettled))
        {
            line.Dequeue();
            if (!first.IsCancel)
                continue;

            _cancels--;
            show(first.Message, first.Framing, flow);
        }

        if (line.Count == 0)
            _lines.Remove(flow);
    }

    private sealed record Request(byte[] Message, SipFraming Framing, bool IsCancel)
    {
        public bool IsSettled { get; set; }
    }
}
