using System.Text.Json.Serialization;

namespace Meetings.Conduct;

/// <summary>What somebody takes part with.</summary>
public sealed record Device
{
    public DeviceKind Kind { get; init; } = DeviceKind.Browser;

    /// <summary>True: is sent streams and lays them out himself. False: is sent one composed picture.</summary>
    public bool MultiStream { get; init; } = true;

    /// <summary>False: takes part by sound alone.</summary>
    public bool Video { get; init; } = true;

    /// <summary>Can send content: a screen share of a client, or the second stream of a terminal.</summary>
    public bool CanShare { get; init; } = true;

    /// <summary>Can show and work the controls of a chair.</summary>
    public bool CanControl { get; init; } = true;

    public string Address { get; init; } = "";

    public string UserAgent { get; init; } = "";

    public string Capabilities { get; init; } = "";

    [JsonIgnore]
    public bool IsTerminal => Kind == DeviceKind.Terminal;

    [JsonIgnore]
    public bool IsPhone => Kind == DeviceKind.Phone;

    [JsonIgnore]
    public bool IsCalled => Kind is DeviceKind.Terminal or DeviceKind.Phone;
}

public enum DeviceKind
{
    Browser,
    Desktop,
    Mobile,
    Pad,
    Terminal,
    Phone,
}
