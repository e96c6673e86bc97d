using Client;

namespace Load.Commands;

/// <summary>What a set of clients has received and sent up to a moment; the difference of two is what happened between them.</summary>
internal readonly record struct Tally(long Packets, long Bytes, long Lost, long Duplicates, long Repaired, long Refused, long Sent, long Trains)
{
    public double LossShare => Packets + Lost <= 0 ? 0 : (double)Math.Max(0, Lost) / (Packets + Lost);

    public static Tally operator -(Tally a, Tally b) => new(
        a.Packets - b.Packets, a.Bytes - b.Bytes, a.Lost - b.Lost, a.Duplicates - b.Duplicates, a.Repaired - b.Repaired, a.Refused - b.Refused,
        a.Sent - b.Sent, a.Trains - b.Trains);

    public static Task<Tally> TakeAsync(LoadLoop loop, IReadOnlyCollection<LoadClient> receivers, params IReadOnlyCollection<LoadClient> publishers) =>
        loop.Do(() => Take(loop, receivers, publishers));

    private static Tally Take(LoadLoop loop, IReadOnlyCollection<LoadClient> receivers, IReadOnlyCollection<LoadClient> publishers)
    {
        var tally = new Tally { Trains = loop.Trains };
        foreach (var receiver in receivers)
        {
            tally = tally with { Refused = tally.Refused + receiver.Native.Feedback.Refused };
            foreach (var stream in receiver.Native.Streams)
                tally = tally.With(stream);
        }

        foreach (var publisher in publishers)
        {
            foreach (var track in publisher.Native.Tracks)
                tally = tally with { Sent = tally.Sent + track.Packets };
        }

        return tally;
    }

    private Tally With(IncomingStream stream) => this with
    {
        Packets = Packets + stream.Packets,
        Bytes = Bytes + stream.Bytes,
        Lost = Lost + stream.Lost,
        Duplicates = Duplicates + stream.Duplicates,
        Repaired = Repaired + stream.Repaired,
    };
}
