using System.Diagnostics.Metrics;
using Protocols.Sip.Trunks;
using SignalingHost.Sip;

namespace SignalingHost.Trunks;

/// <summary>Shows what trunks carry and how they are as instruments of the meter "Conference.Trunks".</summary>
internal sealed class TrunkMetrics : IDisposable
{
    public const string MeterName = "Conference.Trunks";

    private readonly Meter _meter;
    private readonly SipTrunks _trunks;
    private readonly SipService _sip;

    public TrunkMetrics(SipTrunks trunks, SipService sip, IMeterFactory meters)
    {
        (_trunks, _sip) = (trunks, sip);
        _meter = meters.Create(MeterName);
        Count("conference.trunk.calls.in", counters => counters.CallsIn, "Calls that came over trunks.");
        Count("conference.trunk.calls.out", counters => counters.CallsOut, "Tries to call somebody over a trunk; a call that went on to a second one counts twice.");
        Count("conference.trunk.calls.answered", counters => counters.Answered, "Calls over trunks that were answered.");
        Count("conference.trunk.failovers", counters => counters.Failovers, "Ways to a telephone that were given up by the trunk's fault.");
        Count("conference.trunk.full", counters => counters.Full, "Calls that were refused because their trunk carried as many as it may.");
        Count("conference.trunk.strangers", counters => counters.StrangersRefused, "Calls of those who are neither terminal nor trunk that were refused.");
        Count("conference.trunk.passwords.wrong", counters => counters.WrongPasswords, "Wrong passwords of exchanges that call us.");
        Count("conference.trunk.numbers.forbidden", counters => counters.NumbersForbidden, "Numbers that no trunk may dial.");
        Show("conference.trunk.calls", trunk => trunks.CallsOf(trunk), "Calls over trunks now, by trunk.");
        Show("conference.trunk.servers.up", trunk => trunks.Servers.Count(server => server.Trunk == trunk && server.Health == TrunkHealth.Up), "Servers that answer, by trunk.");
        Show("conference.trunk.servers.down", trunk => trunks.Servers.Count(server => server.Trunk == trunk && server.Health == TrunkHealth.Down), "Servers that do not answer, by trunk.");
        Show("conference.trunk.registered", trunk => trunks.RegistrationOf(trunk) is RegistrationState.Registered ? 1 : 0, "1 while the trunk knows by registration where we are, by trunk.");
    }

    public void Dispose() => _meter.Dispose();

    private void Count(string name, Func<TrunkCounters, long> value, string about) =>
        _meter.CreateObservableCounter(name, () => _sip.Turn(_ => value(_trunks.Counters)), description: about);

    private void Show(string name, Func<SipTrunk, int> value, string about) =>
        _meter.CreateObservableGauge(
            name,
            () => _trunks.All.Select(trunk => new Measurement<int>(_sip.Turn(_ => value(trunk)), new KeyValuePair<string, object?>("trunk", trunk.Name))),
            description: about);
}
