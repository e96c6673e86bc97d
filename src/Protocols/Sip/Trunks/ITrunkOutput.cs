namespace Protocols.Sip.Trunks;

/// <summary>What trunks tell of themselves; for a log.</summary>
public interface ITrunkOutput
{
    void HealthChanged(TrunkServer server);

    /// <summary>The status is the trunk's last word; 0 if it said nothing.</summary>
    void RegistrationChanged(SipTrunk trunk, RegistrationState state, int status);
}
