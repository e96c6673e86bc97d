using System.Diagnostics.Metrics;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>Shows which meetings run and why others ended as instruments of the meter "Conference.Meetings".</summary>
internal sealed class MeetingMetrics : IDisposable
{
    public const string MeterName = "Conference.Meetings";

    private readonly Meter _meter;
    private readonly RunningMeetings _meetings;

    public MeetingMetrics(RunningMeetings meetings, IMeterFactory meters)
    {
        _meetings = meetings;
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("conference.meetings", () => meetings.Count, description: "Meetings that run now.");
        _meter.CreateObservableCounter("conference.meetings.ended", Ended, description: "Meetings that ended, by reason; the runbook has a paragraph for each.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Ended() =>
        Enum.GetValues<EndReason>().Select(reason => new Measurement<long>(_meetings.Ended(reason), new KeyValuePair<string, object?>("reason", reason.ToString())));
}
