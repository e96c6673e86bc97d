using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Signaling;

namespace SignalingHost.Rest.Control;

/// <summary>The answer to GET token. One of its names is misspelt on the wire, and so here.</summary>
internal sealed record ConferenceTokenAnswer(TokenInfo Data, string AddressToken, string GloablPublicIP);

internal sealed record TokenInfo
{
    public required string Token { get; init; }

    public required string TmpWsToken { get; init; }

    public required string WsURL { get; init; }

    /// <summary>0 participant, 1 host.</summary>
    public int Role { get; init; }

    /// <summary>In Unix milliseconds.</summary>
    public long ExpireTime { get; init; }

    public string UserID { get; init; } = "";

    public string OrgID { get; init; } = "";

    public string ParticipantID { get; init; } = "";

    /// <summary>In seconds.</summary>
    public int ConfTokenExpireTime { get; init; }

    public string VmrCurrentConfID { get; init; } = "";

    public required IReadOnlyList<string> SupportNotifyType { get; init; }
}

/// <summary>A ticket for the push channel, as the documents have it and as older clients look for it.</summary>
internal sealed record PushTicketAnswer(string WebSocketToken, int ReturnCode, string ReturnDesc, PushTicket Data);

internal sealed record PushTicket(string WebSocketToken);

/// <summary>Who belongs to a running meeting and who is in it.</summary>
internal sealed record RealTimeInfo(IReadOnlyList<RealTimeAttendee> Attendees, IReadOnlyList<RealTimeParticipant> Participants, RealTimeConfInfo ConfInfo)
{
    public static RealTimeInfo Of(MeetingView view) => new(
        Array.ConvertAll(view.Attendees, RealTimeAttendee.Of),
        Array.ConvertAll(view.Participants, RealTimeParticipant.Of),
        new(view.Dynamics.Chair?.Value ?? "", [.. view.Participants.Where(participant => participant.Cohost).Select(participant => participant.Id.Value)]));
}

internal sealed record RealTimeAttendee(string AccountID, string UserUUID, string Name, string Phone)
{
    public static RealTimeAttendee Of(Attendee line) => new(line.Person.Login, line.Person.Account?.Value ?? "", line.Person.Name, line.Number);
}

/// <summary>State is 0 in (a place that is kept for a moment counts as in), 1 being called, 2 joining.</summary>
internal sealed record RealTimeParticipant(string Pid, string Name, string Phone, int State, int Video, int Mute, int Hand)
{
    public static RealTimeParticipant Of(Participant participant) => new(
        participant.Id.Value,
        participant.Name,
        participant.Number,
        participant.Presence switch
        {
            Presence.Calling => 1,
            Presence.Joining => 2,
            _ => 0,
        },
        participant.CameraOn ? 1 : 0,
        participant.Muted ? 1 : 0,
        participant.HandAt is null ? 0 : 1);
}

internal sealed record RealTimeConfInfo(string ChairID, IReadOnlyList<string> CoHosts);

/// <summary>Layouts that were saved in this meeting.</summary>
internal sealed record LayoutsAnswer(int ReturnCode, string ReturnDesc, IReadOnlyList<PicLayoutBody> PicLayouts)
{
    public static LayoutsAnswer Of(MeetingView view) => new(0, "Success", Array.ConvertAll(view.Layouts, BodyOf));

    private static PicLayoutBody BodyOf(SavedLayout layout) => new()
    {
        SwitchTime = layout.SwitchTime,
        PicNum = layout.PaneCount,
        LayOutName = layout.Name,
        ImageType = layout.ImageType,
        Uuid = layout.Id,
        SubscriberInPics = [.. layout.Panes.Select(pane => new PicInfo(pane.Index, pane.Members, pane.Share ? 1 : 0))],
    };
}

/// <summary>Whether this site takes control calls, and where to go if not.</summary>
internal sealed record SiteStatusAnswer(string Status, string RedirectJoinUrl);

/// <summary>Network quality, of those for whom it is measured.</summary>
internal sealed record QosAnswer(int ReturnCode, string ReturnDesc, IReadOnlyList<UserQos> QosList);

internal sealed record UserQos
{
    public required string ParticipantID { get; init; }

    public string NetRate { get; init; } = "";

    public int BandWidthUp { get; init; }

    public int BandWidthDown { get; init; }

    public int LostPacketRateUp { get; init; }

    public int LostPacketRateDown { get; init; }

    public int Delay { get; init; }

    /// <summary>Kilobits per second, percent and milliseconds, as the documents have them; netRate 1 … 5, 5 is best.</summary>
    public static UserQos Of(string pid, QualityMark mark) => new()
    {
        ParticipantID = pid,
        NetRate = $"{mark.Mark + 2}",
        BandWidthUp = (int)(mark.Up.Bitrate / 1000),
        BandWidthDown = (int)(mark.Down.Bitrate / 1000),
        LostPacketRateUp = (int)Math.Round(mark.Up.Loss * 100),
        LostPacketRateDown = (int)Math.Round(mark.Down.Loss * 100),
        Delay = (int)Math.Round(mark.RoundTrip),
    };
}
