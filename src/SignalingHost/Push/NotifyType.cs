namespace SignalingHost.Push;

/// <summary>What a subscriber may want to hear of; the names are those of the wire.</summary>
[Flags]
internal enum NotifyType
{
    None = 0,
    ConfBasicInfoNotify = 1,
    ConfDynamicInfoNotify = 2,
    ParticipantsNotify = 4,
    AttendeesNotify = 8,
    SpeakerChangeNotify = 16,
    InviteResultNotify = 32,
    RealTimeSubtitleNotify = 64,
    WaitingListNotify = 128,
    InterpreterGroupNotify = 256,
}

internal static class NotifyTypes
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<NotifyType>().Where(type => type != NotifyType.None).Select(type => type.ToString())];

    /// <summary>Names that nobody knows, or that have been dropped, are passed over: clients in the field ask for more than there is.</summary>
    public static NotifyType Of(IEnumerable<string?> names)
    {
        var types = NotifyType.None;
        foreach (var name in names)
        {
            if (name is not null && All.Contains(name) && Enum.TryParse<NotifyType>(name, out var type))
                types |= type;
        }

        return types;
    }
}
