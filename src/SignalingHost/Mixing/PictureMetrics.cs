using System.Diagnostics.Metrics;

namespace SignalingHost.Mixing;

/// <summary>What the picture threads count, as the meter "Conference.Pictures". Read only when somebody measures.</summary>
internal sealed class PictureMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly RoomPictures _pictures;

    public PictureMetrics(RoomPictures pictures, IMeterFactory meters)
    {
        _pictures = pictures;
        _meter = meters.Create("Conference.Pictures");
        _meter.CreateObservableGauge("conference.picture.rooms", () => Sum(worker => worker.Rooms), description: "Rooms whose picture is composed for terminals now.");
        _meter.CreateObservableGauge("conference.picture.viewers", () => Sum(worker => worker.Viewers), description: "Those who are shown a composed picture now.");
        _meter.CreateObservableGauge("conference.picture.classes", () => Sum(worker => worker.Classes), description: "Encodings that somebody watches now; viewers of a class share one.");
        _meter.CreateObservableGauge("conference.picture.decoded.streams", () => Sum(worker => worker.Decoded), description: "Streams that are decoded now because a composed picture shows them.");
        _meter.CreateObservableGauge("conference.picture.sleeping.canvases", () => Sum(worker => worker.Asleep), description: "Composed pictures on which nothing changes now.");
        _meter.CreateObservableGauge("conference.picture.promised.cores", () => pictures.Promised, description: "What those who watch are promised, in cores; no more than 0.8 of all are.");
        _meter.CreateObservableGauge("conference.picture.machine.factor", () => pictures.MachineFactor, description: "How many times slower this machine composes than the one that costs were measured on, by what its pictures have taken; 1 or more.");
        _meter.CreateObservableGauge("conference.picture.given.up", GivenUp, description: "What is given up because a thread is too busy, by thread: 1 views of one's own, 2 half the rate of small pictures, 3 cheaper encoding, 4 the cheapest, 5 1080p, 6 new video, 7 new calls.");
        _meter.CreateObservableCounter("conference.picture.refused.viewers", () => pictures.Refused, description: "Those for whom there was no room, and who are shown the speaker's own stream.");
        _meter.CreateObservableCounter("conference.picture.encoded.pictures", () => Sum(worker => worker.Encoded), description: "Pictures encoded, each once for all of its class.");
        _meter.CreateObservableCounter("conference.picture.missed.ticks", () => Sum(worker => worker.TicksMissed), description: "Pictures that were left out because a thread came too late.");
        _meter.CreateObservableCounter("conference.picture.dropped.packets", () => Sum(worker => worker.Dropped), description: "Packets of composed pictures that a shard had no room for.");
        _meter.CreateObservableCounter("conference.picture.stopped.streams", () => Sum(worker => worker.Stopped), description: "How often a stream was too faulty to be decoded on; the log names whose.");
        _meter.CreateObservableCounter("conference.picture.faults", () => Sum(worker => worker.Faults), description: "How often a defect of ours ended a room's picture, which is opened again; the log has it.");
        _meter.CreateObservableGauge("conference.twin.streams", () => pictures.Twins, description: "Streams that are made into VP8 now for browsers that do not decode them.");
        _meter.CreateObservableCounter("conference.twin.refused", () => pictures.RefusedTwins, description: "How often a browser that does not decode a stream asked for it in VP8 and there was no room; each asks every two seconds.");
        _meter.CreateObservableCounter("conference.twin.encoded.pictures", () => Sum(worker => worker.Twins.Encoded), description: "Pictures made into VP8, in each size that is watched.");
        _meter.CreateObservableCounter("conference.twin.left.out.pictures", () => Sum(worker => worker.Twins.LeftOut), description: "Pictures that were not made into VP8 because they came to it too late.");
        _meter.CreateObservableCounter("conference.twin.dropped.packets", () => Sum(worker => worker.Twins.Dropped), description: "Packets of streams made into VP8 that a shard had no room for.");
        _meter.CreateObservableCounter("conference.twin.stopped.streams", () => Sum(worker => worker.Twins.Stopped), description: "How often a stream was too faulty to be made into VP8 on; the log names whose.");
        _meter.CreateObservableCounter("conference.twin.faults", () => Sum(worker => worker.Twins.Faults), description: "How often a defect of ours ended the making of a stream into VP8, which is begun again; the log has it.");
        _meter.CreateObservableCounter("conference.picture.busy", Busy, "s", "Time that a picture thread has worked, by thread; its rate is the share of a core.");
    }

    public void Dispose() => _meter.Dispose();

    private long Sum(Func<PictureStatistics, long> value) => _pictures.Statistics.Sum(value);

    private IEnumerable<Measurement<int>> GivenUp() =>
        _pictures.Statistics.Select((worker, index) => new Measurement<int>((int)worker.Step, new KeyValuePair<string, object?>("thread", index)));

    private IEnumerable<Measurement<double>> Busy() =>
        _pictures.Statistics.Select((worker, index) => new Measurement<double>(worker.Busy.TotalSeconds, new KeyValuePair<string, object?>("thread", index)));
}
