using System.Diagnostics.Metrics;

namespace SignalingHost.Mixing;

/// <summary>What the mixing threads count, as the meter "Conference.Mix". Read only when somebody measures.</summary>
internal sealed class MixMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly RoomSounds _sounds;

    public MixMetrics(RoomSounds sounds, IMeterFactory meters)
    {
        _sounds = sounds;
        _meter = meters.Create("Conference.Mix");
        _meter.CreateObservableGauge("conference.mix.rooms", () => Sum(worker => worker.Rooms), description: "Rooms whose sound is mixed for terminals and telephones now.");
        _meter.CreateObservableGauge("conference.mix.listeners", () => Sum(worker => worker.Listeners), description: "Those who hear a mix now.");
        _meter.CreateObservableCounter("conference.mix.skipped.ticks", () => Sum(worker => worker.TicksSkipped), description: "20 ms that were left out because a mixing thread came too late.");
        _meter.CreateObservableCounter("conference.mix.dropped.packets", () => Sum(worker => worker.Dropped), description: "Packets that the mix could not use or not hand over.");
        _meter.CreateObservableCounter("conference.mix.busy", Busy, "s", "Time that a mixing thread has worked, by thread; its rate is the share of a core.");
    }

    public void Dispose() => _meter.Dispose();

    private long Sum(Func<SoundStatistics, long> value) => _sounds.Statistics.Sum(value);

    private IEnumerable<Measurement<double>> Busy() =>
        _sounds.Statistics.Select((worker, index) => new Measurement<double>(worker.Busy.TotalSeconds, new KeyValuePair<string, object?>("thread", index)));
}
