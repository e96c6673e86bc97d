using System.Diagnostics.Metrics;
using MediaServer.Edge;
using Protocols.Sip;

namespace SignalingHost.Sip;

/// <summary>Shows what SIP counts as instruments of the meter "Conference.Sip".</summary>
internal sealed class SipMetrics : IDisposable
{
    public const string MeterName = "Conference.Sip";

    private static readonly string[] Readings = Enum.GetNames<SipRefusal>();

    private readonly Meter _meter;
    private readonly SipService _sip;

    public SipMetrics(SipService sip, IMeterFactory meters, MediaNode? node = null)
    {
        _sip = sip;
        _meter = meters.Create(MeterName);
        Show("conference.sip.registrations", counts => counts.Registrations, "Accounts that are registered now.");
        Show("conference.sip.calls", counts => counts.Calls, "Calls now, those that ring among them.");
        Show("conference.sip.transactions", counts => counts.Transactions, "Transactions that are remembered now.");
        Show("conference.sip.connections", counts => counts.Connections, "TCP and TLS connections open now.");
        Count("conference.sip.registered", counts => counts.Registered, "Registrations that were granted, renewals among them.");
        Count("conference.sip.challenges", counts => counts.Challenged, "Requests whose sender was asked who he is.");
        Count("conference.sip.registrations.refused", counts => counts.RegistrationsRefused, "Registrations that were refused.");
        Count("conference.sip.overloaded", counts => counts.Overloaded, "Requests that were refused with 503 because there were too many.");
        Count("conference.sip.connections.refused", counts => counts.ConnectionsRefused, "Connections that were closed at once because there were too many.");
        _meter.CreateObservableCounter("conference.sip.messages", Messages, description: "Messages by reading, which says how they were read; None is a message that could be.");
        _meter.CreateObservableGauge("conference.terminals", () => node?.Terminals.Count ?? 0, description: "Terminals and telephones whose media ports are open now.");
    }

    public void Dispose() => _meter.Dispose();

    private void Show(string name, Func<SipStatistics, int> value, string about) => _meter.CreateObservableGauge(name, () => value(_sip.Read()), description: about);

    private void Count(string name, Func<SipStatistics, long> value, string about) => _meter.CreateObservableCounter(name, () => value(_sip.Read()), description: about);

    private IEnumerable<Measurement<long>> Messages() =>
        _sip.Read().Messages.Select((count, reading) => new Measurement<long>(count, new KeyValuePair<string, object?>("reading", Readings[reading])));
}
