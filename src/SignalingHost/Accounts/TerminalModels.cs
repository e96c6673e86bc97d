namespace SignalingHost.Accounts;

/// <summary>The kinds of terminal that may be added: what they are called, and what the API says of them.</summary>
internal static class TerminalModels
{
    public static readonly IReadOnlyList<TerminalModel> All =
    [
        new("TE", "TE10", 10, HasActivationCode: false, "720p", HasProjectionCode: false, IsMultiStream: false),
        new("TE", "TE20", 10, HasActivationCode: false, "1080p", HasProjectionCode: true, IsMultiStream: false),
        new("TE", "TE30", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
        new("TE", "TE40", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
        new("TE", "TE50", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
        new("TE", "TE60", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
        new("BOX", "BOX300", 10, HasActivationCode: false, "1080p", HasProjectionCode: true, IsMultiStream: false),
        new("BOX", "BOX600", 10, HasActivationCode: false, "1080p", HasProjectionCode: true, IsMultiStream: false),
        new("BOX", "BOX900", 10, HasActivationCode: false, "1080p", HasProjectionCode: true, IsMultiStream: false),
        new("DP300", "DP300", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
        new("hwvision", "hwvision", 12, HasActivationCode: true, "1080p", HasProjectionCode: true, IsMultiStream: true),
        new("ideahub", "ideahub", 13, HasActivationCode: true, "1080p", HasProjectionCode: true, IsMultiStream: true),
        new("board", "board", 14, HasActivationCode: true, "1080p", HasProjectionCode: true, IsMultiStream: true),
        new("third_party", "third_party", 10, HasActivationCode: false, "1080p", HasProjectionCode: false, IsMultiStream: false),
    ];

    private static readonly Dictionary<string, TerminalModel> ByName = All.ToDictionary(model => model.Model, StringComparer.OrdinalIgnoreCase);

    public static TerminalModel? Find(string model) => ByName.GetValueOrDefault(model);

    public static int UserTypeOf(string? model) => model is null ? 10 : Find(model)?.UserType ?? 10;
}

/// <summary>One kind of terminal.</summary>
internal sealed record TerminalModel(string Type, string Model, int UserType, bool HasActivationCode, string Resolution, bool HasProjectionCode, bool IsMultiStream);
