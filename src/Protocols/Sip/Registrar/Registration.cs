namespace Protocols.Sip.Registrar;

/// <summary>An account that is registered, with each of its devices, the newest last.</summary>
internal sealed class Registration(SipAccount account)
{
    public SipAccount Account { get; set; } = account;

    public List<Binding> Bindings { get; } = [];

    public Instant QueuedFor { get; set; } = Instant.Never;

    public Instant NextExpiry => Bindings.Count == 0 ? Instant.Never : Bindings.Min(binding => binding.ExpiresAt);
}
