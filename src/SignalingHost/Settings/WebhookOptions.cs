using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Events to the servers of corporations.</summary>
internal sealed record WebhookOptions
{
    // The address is a tenant's choice: without this rule he could have the server knock at doors of its operator's network.
    [Description("Whether webhooks may go to addresses of this machine and its networks (loopback, private, link-local); only where every corporation is trusted")]
    public bool AllowInternalAddresses { get; init; }
}
