using Meetings.Conduct.Layouts;

namespace Meetings.Conduct;

/// <summary>The layout of the composed picture: checked when it is chosen, filled with people whenever someone comes, goes or speaks.</summary>
internal sealed class MultiPicture(Hall hall, AutoPicture auto)
{
    private const int MostMembersOfAPane = 16;

    private static readonly string[] NamesOfTheDeprecatedForm = ["Single", "Two", "Three", "Four", "Six", "Nine", "Sixteen"];

    private int _turn;
    private DateTimeOffset? _turnAt;
    private Composition? _told;

    /// <summary>Saved without effect; in use from the next time the multi-picture is switched on.</summary>
    public MultiPictureChoice? Stored { get; private set; }

    public DateTimeOffset? NextDeadline => _turnAt;

    public int Turn => _turn;

    public bool HasPaneOfSeveral => (Stored ?? hall.Dynamics.MultiPicture).Panes.Any(pane => pane.Members.Count > 1);

    public Refusal Check(MultiPictureRequest request, out MultiPictureChoice choice)
    {
        choice = new MultiPictureChoice();
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (request.ManualSet is not (0 or 1))
            return Refusal.SetMultiPicManualSetNotInRange;
        if (request.SwitchTime is < 10 or > 120)
            return Refusal.SwitchTimeNotInRange;
        if (request.ManualSet == 0)
            return Refusal.None;
        if (string.IsNullOrEmpty(request.ImageType))
            return Refusal.SetMultiPicImageTypeIsEmpty;
        if (request.ByParticipant && !NamesOfTheDeprecatedForm.Contains(request.ImageType, StringComparer.Ordinal))
            return Refusal.SetMultiPicImageTypeIsNotMatch;

        choice = new MultiPictureChoice
        {
            Manual = true,
            ImageType = request.ImageType,
            Panes = request.Panes,
            SwitchTime = TimeSpan.FromSeconds(request.SwitchTime ?? 10),
            FillRest = request.FillRest,
            Custom = request.ImageType == LayoutCatalogue.Custom ? request.Custom : null,
        };
        if (GeometryOf(choice) is not { IsSound: true } geometry)
            return Refusal.SetMultiPicImageTypeIsNotMatch;

        return CheckPanes(request, geometry.Panes.Count);
    }

    public void Store(MultiPictureChoice choice) => Stored = choice;

    public void UseStored()
    {
        if (Stored is { } choice)
            Use(choice);
    }

    public void Use(MultiPictureChoice choice)
    {
        Stored = null;
        hall.PicturesStale = true;
        hall.Dynamics = hall.Dynamics with { MultiPicture = choice };
        _turn = 0;
        _turnAt = choice.Panes.Any(pane => pane.Members.Count > 1) ? hall.Now + choice.SwitchTime : null;
    }

    public void Advance()
    {
        if (_turnAt is not { } due || due > hall.Now)
            return;

        _turn++;
        _turnAt = hall.Now + hall.Dynamics.MultiPicture.SwitchTime;
        hall.PicturesStale = true;
    }

    /// <summary>Says the composition when it is different from the last one said.</summary>
    public void Tell(ParticipantId? floor)
    {
        if (!hall.IsVideo)
            return;

        auto.Fill();
        var composition = Compose(floor);
        if (composition.Same(_told))
            return;

        _told = composition;
        hall.Raise(new MeetingEvent.LayoutSet(composition));
    }

    public void Restore(MultiPictureChoice? stored, int turn, DateTimeOffset? turnAt)
    {
        (Stored, _turn, _turnAt) = (stored, turn, turnAt);
    }

    public Composition Compose(ParticipantId? floor)
    {
        var choice = hall.Dynamics.MultiPicture;
        if (!choice.Manual || GeometryOf(choice) is not { } geometry)
            return auto.Compose();

        var fills = new PaneFill[geometry.Panes.Count];
        for (var at = 0; at < fills.Length; at++)
            fills[at] = new(at + 1, null, Share: false);
        foreach (var pane in choice.Panes)
            fills[pane.Index - 1] = pane.Share ? new(pane.Index, null, Share: true) : new(pane.Index, Shown(pane), Share: false);

        if (choice.FillRest)
            FillRest(fills);
        if (hall.Dynamics is { VoiceActivated: true, Mode: VideoMode.Fixed } && floor is { } loudest)
            PutFirst(fills, loudest);
        return new(choice.ImageType, geometry, fills);
    }

    private Refusal CheckPanes(MultiPictureRequest request, int count)
    {
        if (request.Panes.Count > LayoutCatalogue.MaxPanes)
            return Refusal.MultiPicTooManySubpics;
        if (request.Panes.Any(pane => pane.Index < 1 || pane.Index > count))
            return Refusal.SubPicIndexMoreThanPicNum;
        if (request.Panes.DistinctBy(pane => pane.Index).Count() < request.Panes.Count)
            return Refusal.ParameterVerifiedFail;
        if (request.Panes.Count(pane => pane.Share) > 1)
            return Refusal.AssistantPicNumMoreThenOne;

        var voiceMulti = hall.Dynamics is { VoiceActivated: true, Mode: VideoMode.Fixed };
        foreach (var pane in request.Panes)
        {
            if (pane.Members.Count > MostMembersOfAPane)
                return Refusal.MultiPicTooManySubnumbers;
            if (voiceMulti && pane.Members.Count > 1)
                return Refusal.VasSubPicContainsUserMoreThenOne;
            if (CheckMembers(pane) is var wrong and not Refusal.None)
                return wrong;
        }

        return request.Panes.Any(pane => pane.Share || pane.Members.Count > 0) ? Refusal.None : Refusal.NoSiteInMultiPic;
    }

    private Refusal CheckMembers(Pane pane)
    {
        foreach (var member in pane.Members)
        {
            var present = hall.Roster.Resolve(member);
            if (present is null && hall.Attendees.Find(member) is null)
                return Refusal.ConfParticipantNotExist;
            if (present is { Device.Video: false })
                return Refusal.AudioSiteInMultiPic;
        }

        return Refusal.None;
    }

    private static Geometry? GeometryOf(MultiPictureChoice choice) =>
        choice.ImageType == LayoutCatalogue.Custom ? choice.Custom
        : LayoutCatalogue.TryFind(choice.ImageType, out var named) ? named : null;

    /// <summary>Whose turn it is among those of the pane who are here.</summary>
    private ParticipantId? Shown(Pane pane)
    {
        for (var step = 0; step < pane.Members.Count; step++)
        {
            if (hall.Roster.Resolve(pane.Members[(_turn + step) % pane.Members.Count]) is { HasPicture: true } member)
                return member.Id;
        }

        return null;
    }

    private void FillRest(PaneFill[] fills)
    {
        var shown = fills.Where(fill => fill.Who is not null).Select(fill => fill.Who!.Value).ToHashSet();
        var rest = auto.InOrder.Where(who => !shown.Contains(who)).GetEnumerator();
        for (var at = 0; at < fills.Length; at++)
        {
            if (fills[at] is { Who: null, Share: false } && rest.MoveNext())
                fills[at] = fills[at] with { Who = rest.Current };
        }
    }

    private static void PutFirst(PaneFill[] fills, ParticipantId loudest)
    {
        var first = Array.FindIndex(fills, fill => !fill.Share);
        if (first < 0)
            return;

        var at = Array.FindIndex(fills, fill => fill.Who == loudest);
        if (at >= 0)
            fills[at] = fills[at] with { Who = fills[first].Who };
        fills[first] = fills[first] with { Who = loudest };
    }
}
