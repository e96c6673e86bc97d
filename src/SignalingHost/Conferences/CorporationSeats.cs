using System.Collections.Concurrent;
using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;

namespace SignalingHost.Conferences;

/// <summary>The seat ledgers of all corporations with running meetings. The desk's loop alone changes them; how many seats are taken may be asked by anyone.</summary>
internal sealed class CorporationSeats
{
    private readonly Dictionary<CorporationId, (Corporation Corporation, SeatLedger Ledger)> _ledgers = [];
    private readonly ConcurrentDictionary<CorporationId, int> _inUse = new();

    /// <summary>Concurrent seats and those of cloud meeting rooms together.</summary>
    public int InUse(CorporationId corporation) => _inUse.GetValueOrDefault(corporation);

    public Refusal TryOpen(Corporation corporation, MeetingSetup setup)
    {
        Follow(corporation);
        var ledger = _ledgers[corporation.Id].Ledger;
        return ledger.TryOpen(setup.Run, TermsOf(setup));
    }

    public MeetingPorts PortsOf(MeetingSetup setup, IParticipantIds ids) => new(new RunSeats(this, setup.Corporation, setup.Run), new Space(this, setup.Corporation), ids);

    public void Close(CorporationId corporation, RunId run)
    {
        if (!_ledgers.TryGetValue(corporation, out var known))
            return;

        known.Ledger.Close(run);
        Tell(corporation, known.Ledger);
        if (known.Ledger.Meetings == 0)
        {
            _ledgers.Remove(corporation);
            _inUse.TryRemove(corporation, out _);
        }
    }

    public void Follow(Corporation corporation)
    {
        if (_ledgers.TryGetValue(corporation.Id, out var known))
        {
            known.Ledger.Follow(corporation);
            _ledgers[corporation.Id] = (corporation, known.Ledger);
        }
        else
        {
            _ledgers[corporation.Id] = (corporation, SeatLedger.Of(corporation));
        }
    }

    /// <summary>A meeting has another size now.</summary>
    public void Resize(MeetingSetup setup)
    {
        if (_ledgers.TryGetValue(setup.Corporation, out var known))
            known.Ledger.TryOpen(setup.Run, TermsOf(setup));
    }

    private static SeatTerms TermsOf(MeetingSetup setup) =>
        setup.SeatKind == SeatKind.CloudRoom ? SeatTerms.Room(setup.Capacity) : SeatTerms.Concurrent(setup.Capacity);

    private void Tell(CorporationId corporation, SeatLedger ledger) => _inUse[corporation] = ledger.InUse + ledger.InUseOfRooms;

    private sealed class RunSeats(CorporationSeats all, CorporationId corporation, RunId run) : ISeats
    {
        public Refusal TryTake(ParticipantId who)
        {
            var ledger = all._ledgers[corporation].Ledger;
            var refusal = ledger.TryTake(run, who);
            all.Tell(corporation, ledger);
            return refusal;
        }

        public void Return(ParticipantId who)
        {
            // After a run's end there is no ledger to give back to, and its seats are back already.
            if (!all._ledgers.TryGetValue(corporation, out var known))
                return;

            known.Ledger.Return(run, who);
            all.Tell(corporation, known.Ledger);
        }
    }

    private sealed class Space(CorporationSeats all, CorporationId corporation) : IRecordingSpace
    {
        public Refusal MayBegin() => all._ledgers[corporation].Corporation.RecordingRefusal;
    }
}
