using Protocols.Ice;

namespace MediaServer.Packets;

/// <summary>A shard's way out: collects datagrams into a batch and sends it when it is full or the turn ends.</summary>
public sealed class Egress(IEgress world) : IDisposable
{
    private readonly EgressBatch _batch = new();

    /// <summary>Room for one datagram of up to <see cref="PacketPool.SlotSize"/> bytes; write it, then <see cref="Commit"/> or forget it.</summary>
    public Span<byte> Reserve()
    {
        if (_batch.IsFull)
            Flush();

        return _batch.Reserve();
    }

    public void Commit(in IceRoute route, int length) => _batch.Commit(route, length);

    public void StartMessage() => _batch.StartMessage();

    /// <summary>A message of so many bytes begins, in this batch if it holds all of it: in two pieces it would cost twice.</summary>
    public void StartMessage(int bytes)
    {
        if (!_batch.HasRoomFor(bytes))
            Flush();

        _batch.StartMessage();
    }

    public void Send(in IceRoute route, ReadOnlySpan<byte> datagram)
    {
        datagram.CopyTo(Reserve());
        _batch.StartMessage();
        _batch.Commit(route, datagram.Length);
        _batch.StartMessage();
    }

    public void Flush()
    {
        if (_batch.Count == 0)
            return;

        world.Send(_batch);
        _batch.Clear();
    }

    public void Dispose() => _batch.Dispose();
}
