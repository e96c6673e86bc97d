using MediaServer.Packets;
using Protocols;
using Protocols.Ice;

namespace MediaServer.Tests.Packets;

public sealed class EgressTests : IEgress
{
    private readonly List<int> _segments = [];

    [TestCase(8, 1_216)]
    [TestCase(5, 200)]
    [TestCase(40, 1_216)]
    public void A_run_of_datagrams_to_one_receiver_is_one_message_however_full_the_batch_is(int run, int length)
    {
        _segments.Clear();
        using var egress = new Egress(this);
        for (ushort receiver = 0; receiver < 200; receiver++)
        {
            egress.StartMessage(run * length);
            for (var i = 0; i < run; i++)
            {
                egress.Reserve()[..length].Fill(1);
                egress.Commit(IceRoute.Udp(TransportAddress.FromIPv4(0x0A000001, receiver)), length);
            }
        }

        egress.Flush();

        Assert.That(_segments, Has.Count.EqualTo(200).And.All.EqualTo(run));
    }

    void IEgress.Send(EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
            _segments.Add(message.Segments);
    }
}
