using Protocols.Sip.Trunks;

namespace SignalingHost.Trunks;

/// <summary>Tells the operator's log when a trunk comes and goes.</summary>
internal sealed class TrunkLog(ILogger<TrunkLog> log) : ITrunkOutput
{
    public void HealthChanged(TrunkServer server)
    {
        if (server.Health == TrunkHealth.Down)
            Log.TrunkDown(log, server.Trunk.Name, server.Host, server.LastStatus);
        else
            Log.TrunkUp(log, server.Trunk.Name, server.Host);
    }

    public void RegistrationChanged(SipTrunk trunk, RegistrationState state, int status)
    {
        if (state == RegistrationState.Registered)
            Log.TrunkRegistered(log, trunk.Name);
        else
            Log.TrunkNotRegistered(log, trunk.Name, state, status);
    }
}
