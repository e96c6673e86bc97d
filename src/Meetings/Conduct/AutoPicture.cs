using Meetings.Conduct.Layouts;

namespace Meetings.Conduct;

/// <summary>
/// The automatic multi-picture: one pane more for everyone who comes, up to 25; then whoever speaks takes the place of the one who
/// has been silent longest. Who has a place keeps it, so that faces do not jump about. While content is shared it is large, and the first places are beside it.
/// </summary>
internal sealed class AutoPicture(Hall hall)
{
    private readonly List<AutoPlace> _places = [];

    public IReadOnlyList<AutoPlace> Places => _places;

    public IEnumerable<ParticipantId> InOrder => _places.Select(place => place.Who);

    private bool HasContent => hall.Dynamics.Sharer is not null;

    private int Shown => HasContent ? LayoutCatalogue.MostBesideContent : LayoutCatalogue.MaxPanes;

    public void Fill()
    {
        _places.RemoveAll(place => hall.Roster.Find(place.Who) is not { HasPicture: true });
        if (_places.Count == LayoutCatalogue.MaxPanes)
            return;

        var placed = InOrder.ToHashSet();
        for (var at = 0; at < hall.Roster.InOrder.Count && _places.Count < LayoutCatalogue.MaxPanes; at++)
        {
            var candidate = hall.Roster.InOrder[at];
            if (candidate.HasPicture && placed.Add(candidate.Id))
                _places.Add(new(candidate.Id, DateTimeOffset.MinValue));
        }
    }

    public void Spoke(IReadOnlyList<SpeakerLevel> loudest)
    {
        foreach (var (who, _) in loudest)
        {
            if (hall.Roster.Find(who) is not { HasPicture: true })
                continue;

            var at = _places.FindIndex(place => place.Who == who);
            if (at >= 0 || _places.Count == LayoutCatalogue.MaxPanes)
                Bring(who, at >= 0 ? at : LongestSilent(LayoutCatalogue.MaxPanes));
        }
    }

    public Composition Compose()
    {
        var people = Math.Min(_places.Count, Shown);
        var name = HasContent ? LayoutCatalogue.NameForContent(people) : LayoutCatalogue.NameFor(people);
        LayoutCatalogue.TryFind(name, out var geometry);
        var fills = new PaneFill[geometry.Panes.Count];
        var first = HasContent ? 1 : 0;
        if (HasContent)
            fills[0] = new(1, null, Share: true);
        for (var at = first; at < fills.Length; at++)
            fills[at] = new(at + 1, at - first < people ? _places[at - first].Who : null, Share: false);
        return new(name, geometry, fills);
    }

    public void Restore(IEnumerable<AutoPlace> places) => _places.AddRange(places);

    /// <summary>He is seen from now on: in this place, or if it is not shown, in exchange for the longest silent of those that are.</summary>
    private void Bring(ParticipantId who, int at)
    {
        var seen = at < Shown ? at : LongestSilent(Shown);
        if (seen != at)
            _places[at] = _places[seen];
        hall.PicturesStale |= _places[seen].Who != who;
        _places[seen] = new(who, hall.Now);
    }

    private int LongestSilent(int among)
    {
        var found = 0;
        for (var at = 1; at < Math.Min(among, _places.Count); at++)
        {
            if (_places[at].SpokeAt < _places[found].SpokeAt)
                found = at;
        }

        return found;
    }
}
