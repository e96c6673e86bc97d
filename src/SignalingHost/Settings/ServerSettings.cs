using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Everything that can be set. The property names are the names of the settings: <c>Http.Port</c> is <c>Http:Port</c>.</summary>
internal sealed record ServerSettings
{
    public HttpOptions Http { get; init; } = new();

    public HttpsOptions Https { get; init; } = new();

    public SipOptions Sip { get; init; } = new();

    public PromptOptions Prompts { get; init; } = new();

    public MediaOptions Media { get; init; } = new();

    public MixingOptions Mixing { get; init; } = new();

    public DataOptions Data { get; init; } = new();

    public AdminOptions Admin { get; init; } = new();

    public AccountOptions Accounts { get; init; } = new();

    public MeetingSettings Meeting { get; init; } = new();

    public MailOptions Mail { get; init; } = new();

    public SmsOptions Sms { get; init; } = new();

    public WebhookOptions Webhook { get; init; } = new();

    [Description("What this process does, comma separated: signaling, media, mixer, recorder")]
    public NodeRoles Roles { get; init; } = NodeRoles.All;

    public TelemetryOptions Telemetry { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public DrainOptions Drain { get; init; } = new();

    [Description("Whether there is something to try at once: users, a terminal account, a room and a meeting that runs, with their links printed")]
    public bool Demo { get; init; }

    public IReadOnlyList<StaticRoom> Rooms { get; init; } = [];
}
