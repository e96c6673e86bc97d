using Meetings.Conduct.Layouts;

namespace Meetings.Conduct;

/// <summary>Layouts kept under a name. They die with the meeting.</summary>
internal sealed class SavedLayouts(Hall hall)
{
    private const int MostMembersOfAPane = 16;

    private readonly OrderedDictionary<string, SavedLayout> _layouts = new(StringComparer.Ordinal);

    public IReadOnlyList<SavedLayout> All => _layouts.Values;

    public Refusal Save(SavedLayout layout)
    {
        if (!_layouts.ContainsKey(layout.Id) && _layouts.Count >= hall.Options.MaxSavedLayouts)
            return Refusal.MultiPicTooManyLayouts;
        if (!LayoutCatalogue.TryFind(layout.ImageType, out var geometry))
            return Refusal.MultiPicManualTypeInvalid;
        if (layout.SwitchTime is < 10 or > 120)
            return Refusal.SwitchTimeNotInRange;
        if (layout.Panes.Count > geometry.Panes.Count || layout.PaneCount > LayoutCatalogue.MaxPanes)
            return Refusal.MultiPicTooManySubpics;
        if (layout.Panes.Any(pane => pane.Index < 1 || pane.Index > geometry.Panes.Count))
            return Refusal.SubPicIndexMoreThanPicNum;
        if (layout.Panes.Any(pane => pane.Members.Count > MostMembersOfAPane))
            return Refusal.MultiPicTooManySubnumbers;

        var kept = layout with
        {
            Id = layout.Id.Length > 0 ? layout.Id : hall.Ports.Ids.Next().Value,
            PaneCount = geometry.Panes.Count,
        };
        _layouts[kept.Id] = kept;
        Tell();
        return Refusal.None;
    }

    public Refusal Delete(string id)
    {
        if (!_layouts.Remove(id))
            return Refusal.ConfDataNotFound;

        Tell();
        return Refusal.None;
    }

    public void Restore(IEnumerable<SavedLayout> layouts)
    {
        foreach (var layout in layouts)
            _layouts.Add(layout.Id, layout);
    }

    private void Tell() => hall.Raise(new MeetingEvent.LayoutsChanged([.. _layouts.Values]));
}
