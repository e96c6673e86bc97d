using Meetings;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;

namespace SignalingHost.Rest.Control;

/// <summary>Who sees what: broadcast, roll call, views, the multi-picture and saved layouts.</summary>
internal static class PictureEndpoints
{
    private const int MostPanes = 64;
    private const int LongestName = 256;

    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/participants/broadcast", BroadcastAsync).As("broadcast_participant", ControlDoor.Controller);
        routes.MapPut("/cancelBroadcast", (ControlCaller by) => by.AskAsync(actor => new MeetingCommand.CancelBroadcast(actor))).As("cancel_broadcast", ControlDoor.Controller);
        routes.MapPut("/participants/rollCall", RollCallAsync).As("rollcall_participant", ControlDoor.Controller);
        routes.MapPut("/chairView", ChairViewAsync).As("set_host_view", ControlDoor.Controller);
        routes.MapPut("/partView", PartViewAsync).As("set_participant_view", ControlDoor.Controller);
        routes.MapPut("/lockView", LockViewAsync).As("lock_view", ControlDoor.Controller);
        routes.MapPut("/display/customMultiPicture", (ControlCaller by, MultiPictureBody body) => MultiPictureAsync(by, body, byParticipant: false))
            .As("set_custom_multi_picture", ControlDoor.Controller);
        routes.MapPut("/display/multiPicture", (ControlCaller by, MultiPictureBody body) => MultiPictureAsync(by, body with { MultiPicSaveOnly = false }, byParticipant: true))
            .As("set_multi_picture", ControlDoor.Controller);
        routes.MapPut("/display/mode", ModeAsync).As("switch_mode", ControlDoor.Controller);
        routes.MapGet("/layOut", (ControlCaller by) => (Answer<LayoutsAnswer>)LayoutsAnswer.Of(by.Meeting.View)).As("show_layout", ControlDoor.Controller);
        routes.MapPut("/layOut", SaveLayoutAsync).As("save_layout", ControlDoor.Controller);
        routes.MapDelete("/layOut", DeleteLayoutAsync).As("delete_layout", ControlDoor.Controller);
    }

    private static Task<Done> BroadcastAsync(ControlCaller by, string? participantID) =>
        by.AskAsync(Given.Who(participantID), (actor, who) => new MeetingCommand.Broadcast(actor, who));

    private static Task<Done> RollCallAsync(ControlCaller by, string? participantID) =>
        by.AskAsync(Given.Who(participantID), (actor, who) => new MeetingCommand.RollCall(actor, who));

    private static Task<Done> ChairViewAsync(ControlCaller by, ChairViewRequest body)
    {
        var starts = Given.OnOff(body.Status, unsaid: false);
        if (starts.Refusal != Refusal.None)
            return Task.FromResult((Done)starts.Refusal);

        return by.AskAsync(
            Given.Number(body.ViewType),
            Given.WhoIfAny(body.ParticipantID),
            (actor, type, who) => new MeetingCommand.ChairView(actor, type, who, body.SwitchTime, starts.Value));
    }

    // In the query the one who watches, in the body the one who is watched.
    private static Task<Done> PartViewAsync(ControlCaller by, string? participantID, PartViewRequest body)
    {
        var type = Given.Number(body.ViewType);
        if (type.Refusal != Refusal.None)
            return Task.FromResult((Done)type.Refusal);

        return by.AskAsync(
            Given.Who(participantID), Given.WhoIfAny(body.ParticipantID), (actor, viewer, who) => new MeetingCommand.PartView(actor, viewer, type.Value, who));
    }

    private static Task<Done> LockViewAsync(ControlCaller by, string? participantID, LockViewRequest body)
    {
        var on = Given.OnOff(body.Status);
        if (on.Refusal != Refusal.None)
            return Task.FromResult((Done)on.Refusal);

        return by.AskAsync(
            Given.Who(participantID), Given.WhoIfAny(body.ParticipantID), (actor, viewer, who) => new MeetingCommand.LockView(actor, viewer, on.Value, who));
    }

    private static Task<Done> ModeAsync(ControlCaller by, SwitchModeRequest body) =>
        by.AskAsync(Given.Number(body.ImageType), (actor, type) => new MeetingCommand.SwitchMode(actor, body.SwitchMode, type));

    private static Task<Done> MultiPictureAsync(ControlCaller by, MultiPictureBody body, bool byParticipant)
    {
        var grid = GridOf(body.PicLayoutInfo);
        if (grid.Refusal != Refusal.None)
            return Task.FromResult((Done)grid.Refusal);

        var panes = PanesOf(body.SubscriberInPics ?? [], pane => (pane.Index, pane.Subscriber, pane.IsAssistStream));
        return by.AskAsync(Given.Number(body.ManualSet), panes, (actor, manual, all) => new MeetingCommand.SetMultiPicture(
            actor,
            new MultiPictureRequest
            {
                ManualSet = manual,
                ImageType = body.ImageType,
                Panes = all,
                SwitchTime = body.SwitchTime,
                SaveOnly = body.MultiPicSaveOnly ?? false,
                ByParticipant = byParticipant,
                Custom = grid.Value,
            }));
    }

    /// <summary>Null where none is given. Whether its panes lie on it is for the rules to say.</summary>
    private static Given<Geometry?> GridOf(PicLayoutInfo? given)
    {
        if (given is null)
            return (Geometry?)null;
        if (given is not { X: { } columns, Y: { } rows, SubPicLayoutInfoList: { } list })
            return Refusal.ConfParamsNullException;
        if (list.Count > MostPanes)
            return Refusal.MultiPicTooManySubpics;

        var cells = new List<Cells>(list.Count);
        foreach (var one in list)
        {
            if (one is not { Id: { } id, Left: { } left, Top: { } top, XSize: { } width, YSize: { } height })
                return Refusal.ConfParamsNullException;

            cells.Add(new Cells(id, left, top, width, height));
        }

        cells.Sort((one, other) => one.Id.CompareTo(other.Id));
        return cells.Select((pane, at) => pane.Id == at + 1).All(isNext => isNext) ? new Geometry(columns, rows, cells) : Refusal.SetMultiPicImageTypeIsNotMatch;
    }

    private static Task<Done> SaveLayoutAsync(ControlCaller by, SaveLayoutRequest body)
    {
        if (body.RestPicLayout is not { } layout)
            return Task.FromResult((Done)Refusal.ConfParamsNullException);
        if (layout is { LayOutName.Length: > LongestName } or { Uuid.Length: > LongestName })
            return Task.FromResult((Done)Refusal.ParameterVerifiedFail);

        var panes = PanesOf(layout.SubscriberInPics ?? [], pane => (pane.Index, pane.Id, pane.Share));
        return by.AskAsync(panes, (actor, all) => new MeetingCommand.SaveLayout(
            actor,
            new SavedLayout
            {
                Id = layout.Uuid ?? "",
                Name = layout.LayOutName ?? "",
                ImageType = layout.ImageType ?? "",
                PaneCount = layout.PicNum ?? 0,
                SwitchTime = layout.SwitchTime ?? 10,
                Panes = all,
            }));
    }

    private static Task<Done> DeleteLayoutAsync(ControlCaller by, string? uuID) =>
        by.AskAsync(Given.Text(string.IsNullOrEmpty(uuID) ? null : uuID), (actor, id) => new MeetingCommand.DeleteLayout(actor, id));

    private static Given<IReadOnlyList<Pane>> PanesOf<T>(IReadOnlyList<T?> given, Func<T, (int? Index, IReadOnlyList<string?>? Members, int? Share)> read)
        where T : class
    {
        if (given.Count > MostPanes)
            return Refusal.MultiPicTooManySubpics;

        var panes = new List<Pane>(given.Count);
        foreach (var one in given)
        {
            if (one is null || read(one) is not ({ } index, var members, var share))
                return Refusal.ConfParamsNullException;
            if (share is not (null or 0 or 1))
                return Refusal.OnOffNotInRange;

            panes.Add(new Pane { Index = index, Members = [.. (members ?? []).OfType<string>().Where(member => member.Length > 0)], Share = share == 1 });
        }

        return panes;
    }
}
