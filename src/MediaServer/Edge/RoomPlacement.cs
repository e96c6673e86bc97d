using MediaServer.Tracks;

namespace MediaServer.Edge;

/// <summary>
/// On which shards each room is. A small room is on one, the one with fewest peers when it began; a room that has outgrown it goes
/// on on the next, and its halves are linked. Guarded by its owner's lock.
/// </summary>
internal sealed class RoomPlacement(int shards, int peersPerShardAndRoom)
{
    private readonly Dictionary<RoomId, int[]> _rooms = [];
    private readonly int[] _peers = new int[shards];

    public int Rooms => _rooms.Count;

    /// <summary>Takes a place. <paramref name="isNewHere"/> says that the room had nobody on that shard before.</summary>
    public int Take(RoomId room, out bool isNewHere)
    {
        if (!_rooms.TryGetValue(room, out var counts))
            _rooms[room] = counts = new int[shards];

        var shard = Choose(counts);
        isNewHere = counts[shard] == 0;
        counts[shard]++;
        _peers[shard]++;
        return shard;
    }

    /// <summary>True when the room has nobody left on that shard.</summary>
    public bool GiveBack(RoomId room, int shard)
    {
        if (!_rooms.TryGetValue(room, out var counts) || counts[shard] == 0)
            return false;

        _peers[shard]--;
        var isLast = --counts[shard] == 0;
        if (Array.TrueForAll(counts, count => count == 0))
            _rooms.Remove(room);

        return isLast;
    }

    /// <summary>The other shards that the room is on.</summary>
    public IEnumerable<int> Others(RoomId room, int shard)
    {
        if (!_rooms.TryGetValue(room, out var counts))
            yield break;

        for (var i = 0; i < counts.Length; i++)
        {
            if (i != shard && counts[i] > 0)
                yield return i;
        }
    }

    private int Choose(int[] counts)
    {
        var best = -1;
        for (var i = 0; i < shards; i++)
        {
            // Where the room is already, as long as there is room in it.
            if (counts[i] > 0 && counts[i] < peersPerShardAndRoom && (best < 0 || counts[i] > counts[best]))
                best = i;
        }

        if (best >= 0)
            return best;

        best = 0;
        for (var i = 1; i < shards; i++)
        {
            // A new half where there is none yet; when the room is everywhere, where it is smallest.
            if ((counts[i], _peers[i]).CompareTo((counts[best], _peers[best])) < 0)
                best = i;
        }

        return best;
    }
}
