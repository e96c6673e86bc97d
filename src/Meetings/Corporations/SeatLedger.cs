using System.Runtime.InteropServices;

namespace Meetings.Corporations;

/// <summary>
/// The seats of one corporation's running meetings. Every way in takes one: account, terminal, anonymous, telephone, called out.
/// Invariant: no seat is given while as many concurrent seats are taken as the corporation has, or as many of a room's as it has;
/// whoever has one keeps it when capacity shrinks. A participant has at most one seat in a meeting, and gives it back once.
/// </summary>
public sealed class SeatLedger(int capacity, int perMeeting)
{
    private readonly Dictionary<RunId, Table> _tables = [];

    /// <summary>What the corporation has now. More holds at once; less throws nobody out.</summary>
    public int Capacity { get; set; } = capacity;

    /// <summary>The most people in one meeting.</summary>
    public int PerMeeting { get; set; } = perMeeting;

    /// <summary>Concurrent seats in use, all meetings together.</summary>
    public int InUse { get; private set; }

    /// <summary>Seats in use of cloud meeting rooms, all together; they are not part of <see cref="InUse"/>.</summary>
    public int InUseOfRooms { get; private set; }

    public int Meetings => _tables.Count;

    public static SeatLedger Of(Corporation corporation) => new(corporation.Seats, corporation.SeatsPerMeeting);

    /// <summary>The corporation has bought or lost seats.</summary>
    public void Follow(Corporation corporation)
    {
        Capacity = corporation.Seats;
        PerMeeting = corporation.SeatsPerMeeting;
    }

    /// <summary>A meeting begins. It holds no seat until someone takes one, but without any seat in the corporation it cannot begin.</summary>
    public Refusal TryOpen(RunId meeting, SeatTerms terms)
    {
        if (terms.RoomSeats is null && Capacity <= 0)
            return Refusal.OrgConcurrentParticipantsNumberIsZero;

        ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(_tables, meeting, out var exists);
        if (exists)
            table!.Terms = terms;
        else
            table = new Table(terms);
        return Refusal.None;
    }

    /// <summary>Seats one participant. Whoever sits already is welcome to the same seat.</summary>
    public Refusal TryTake(RunId meeting, ParticipantId who)
    {
        if (!_tables.TryGetValue(meeting, out var table))
            return Refusal.ConfNotStarted;
        if (table.Seated.Contains(who))
            return Refusal.None;
        if (Room(table) is var refusal and not Refusal.None)
            return refusal;

        table.Seated.Add(who);
        Count(table, 1);
        return Refusal.None;
    }

    /// <summary>False if there was no such seat: giving back twice frees one.</summary>
    public bool Return(RunId meeting, ParticipantId who)
    {
        if (!_tables.TryGetValue(meeting, out var table) || !table.Seated.Remove(who))
            return false;

        Count(table, -1);
        return true;
    }

    /// <summary>
    /// Another device of the same person takes the seat over, or a call between two becomes a meeting. Within one meeting it always
    /// works, even when all seats are taken; between two the seat is given back only when the other was got.
    /// </summary>
    public Refusal TryTransfer(RunId from, ParticipantId who, RunId to, ParticipantId successor)
    {
        if (!_tables.TryGetValue(from, out var source) || !source.Seated.Contains(who))
            return Refusal.ConfParticipantNotExist;
        if (!_tables.TryGetValue(to, out var target))
            return Refusal.ConfNotStarted;

        if (target.Seated.Contains(successor))
        {
            if (from != to || who != successor)
                Return(from, who);
            return Refusal.None;
        }

        Return(from, who);
        var refusal = TryTake(to, successor);
        if (refusal != Refusal.None && from != to)
        {
            source.Seated.Add(who);
            Count(source, 1);
            return refusal;
        }

        if (refusal != Refusal.None)
        {
            // Within one meeting a seat changes its sitter even where capacity has shrunk below what is in use.
            target.Seated.Add(successor);
            Count(target, 1);
        }

        return Refusal.None;
    }

    /// <summary>The meeting has ended: all its seats come back.</summary>
    public void Close(RunId meeting)
    {
        if (_tables.Remove(meeting, out var table))
            Count(table, -table.Seated.Count);
    }

    public int SeatedIn(RunId meeting) => _tables.TryGetValue(meeting, out var table) ? table.Seated.Count : 0;

    /// <summary>How many more may come into this meeting now.</summary>
    public int FreeIn(RunId meeting)
    {
        if (!_tables.TryGetValue(meeting, out var table))
            return 0;

        var seated = table.Seated.Count;
        var free = Math.Min(table.Limit(PerMeeting) - seated, table.Terms.RoomSeats is { } seats ? seats - seated : Capacity - InUse);
        return Math.Max(0, free);
    }

    private Refusal Room(Table table)
    {
        if (table.Terms.RoomSeats is { } seats)
        {
            if (table.Seated.Count >= seats)
                return Refusal.VmrCapacityNotEnough;
        }
        else if (InUse >= Capacity)
        {
            return Refusal.EnterpriseCapacityNotEnough;
        }

        return table.Seated.Count >= table.Limit(PerMeeting) ? Refusal.OverMaxParticipantNumber : Refusal.None;
    }

    private void Count(Table table, int change)
    {
        if (table.Terms.RoomSeats is null)
            InUse += change;
        else
            InUseOfRooms += change;
    }

    private sealed class Table(SeatTerms terms)
    {
        public SeatTerms Terms { get; set; } = terms;

        public HashSet<ParticipantId> Seated { get; } = [];

        public int Limit(int perMeeting) => Terms.Cap > 0 && (Terms.RoomSeats is not null || Terms.Cap < perMeeting)
            ? Terms.Cap
            : Terms.RoomSeats is null ? perMeeting : int.MaxValue;
    }
}
