using MediaServer.Peers;
using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Terminals;

/// <summary>What a shard does for its terminals in the turns of its own: the same order of things as for peers, one input at a time.</summary>
internal sealed class ShardTerminals(PeerContext context, Func<RoomId, Room> roomFor)
{
    private readonly TerminalTable _table = context.Terminals;

    public int Count => _table.Count;

    public Instant NextDeadline => _table.NextDeadline;

    public IEnumerable<TerminalLeg> All => _table.All;

    public void Receive(int port, in TransportAddress from, Span<byte> datagram, Instant now)
    {
        context.Counters.Arrived(datagram.Length);
        if (_table.At(port) is not { } leg)
        {
            context.Counters.Count(DropReason.UnknownAddress);
            return;
        }

        try
        {
            context.Counters.Count(leg.Receive(port, from, datagram, now));
        }
        catch (Exception fault)
        {
            End(leg, fault);
        }

        _table.MarkDirty(leg);
    }

    public void Add(TerminalSetup setup, Instant now)
    {
        var room = roomFor(setup.Room);
        var leg = new TerminalLeg(setup, context, room, now);
        _table.Add(leg);
        room.Add(leg);
    }

    /// <summary>True if the letter is about a terminal that is here.</summary>
    public bool Handle(ShardLetter letter, Instant now)
    {
        switch (letter)
        {
            case ShardLetter.AddTerminal(var setup):
                Add(setup, now);
                return true;
            case ShardLetter.RemovePeer(var id) when _table.Find(id) is { } leg:
                Close(leg, CloseReason.Left);
                return true;
            case ShardLetter.LeaveRoom(var id, var then):
                if (_table.Find(id) is { Closing: null } leaver)
                {
                    leaver.Leave(then);
                    _table.MarkDirty(leaver);
                }
                else
                {
                    then([]);
                }

                return true;
            case ShardLetter.RenewTerminal(var id, var agreement) when _table.Find(id) is { } leg:
                leg.Renew(agreement, now);
                leg.Room.Assign(leg, now);
                _table.Index(leg);
                _table.MarkDirty(leg);
                return true;
            case ShardLetter.Wish(var id, var mid, var what) when _table.Find(id) is { } leg:
                leg.Wish(mid, what);
                leg.Room.Assign(leg, now);
                _table.MarkDirty(leg);
                return true;
            case ShardLetter.TerminalKeyFrame(var id):
                _table.Find(id)?.ReceiveKeyFrameRequest(now);
                return true;
            case ShardLetter.DialKeys(var id, var digits) when _table.Find(id) is { } leg:
                leg.Dial(digits, now);
                _table.MarkDirty(leg);
                return true;
            default:
                return false;
        }
    }

    public void CloseAll()
    {
        foreach (var leg in _table.All)
            Close(leg, CloseReason.ServerClosing);
    }

    public void Advance(Instant now)
    {
        while (_table.TryTakeDue(now, out var leg))
        {
            try
            {
                leg.Advance(now);
            }
            catch (Exception fault)
            {
                End(leg, fault);
            }

            _table.MarkDirty(leg);
        }
    }

    public void Flush(Instant now)
    {
        while (_table.TryTakeDirty(out var leg))
        {
            if (leg.Closing is { } reason)
            {
                Remove(leg, reason, now);
                continue;
            }

            leg.Drain(now);
            _table.Schedule(leg);
        }
    }

    public void Dispose()
    {
        foreach (var leg in _table.All)
            leg.Dispose();
    }

    private void Close(TerminalLeg leg, CloseReason reason)
    {
        leg.Close(reason);
        _table.MarkDirty(leg);
    }

    private void End(TerminalLeg leg, Exception fault)
    {
        leg.Close(CloseReason.InternalFault);
        context.Events.Raise(new MediaEvent.Fault(leg.Id, fault));
    }

    private void Remove(TerminalLeg leg, CloseReason reason, Instant now)
    {
        leg.SayGoodbye(now);

        // The goodbyes are on their way before the event gives the ports back.
        context.Egress.Flush();
        leg.EndTracks();
        leg.Room.Remove(leg);
        _table.Remove(leg);
        var taken = leg.Leaving is null ? [] : leg.Release();
        leg.Dispose();
        context.Events.Raise(new MediaEvent.PeerGone(leg.Id, leg.Setup.Room, reason));
        leg.Leaving?.Invoke(taken);
    }
}
