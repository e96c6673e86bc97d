using Meetings.Conduct.Layouts;

namespace Meetings.Conduct;

/// <summary>
/// The automatic multi-picture: one pane more for everyone who comes, up to 25; then whoever speaks takes the place of the one who
/// has been silent longest. Who has a place keeps it, so that faces do not jump about.
/// </summary>
internal sealed class AutoPicture(Hall hall)
{
    private readonly List<AutoPlace> _places = [];

    public IReadOnlyList<AutoPlace> Places => _places;

    public IEnumerable<ParticipantId> InOrder => _places.Select(place => place.Who);

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
            if (at >= 0)
            {
                _places[at] = new(who, hall.Now);
            }
            else if (_places.Count == LayoutCatalogue.MaxPanes)
            {
                _places[LongestSilent()] = new(who, hall.Now);
                hall.PicturesStale = true;
            }
        }
    }

    public Composition Compose()
    {
        var name = LayoutCatalogue.NameFor(_places.Count);
        LayoutCatalogue.TryFind(name, out var geometry);
        var fills = new PaneFill[geometry.Panes.Count];
        for (var at = 0; at < fills.Length; at++)
            fills[at] = new(at + 1, at < _places.Count ? _places[at].Who : null, Share: false);
        return new(name, geometry, fills);
    }

    public void Restore(IEnumerable<AutoPlace> places) => _places.AddRange(places);

    private int LongestSilent()
    {
        var found = 0;
        for (var at = 1; at < _places.Count; at++)
        {
            if (_places[at].SpokeAt < _places[found].SpokeAt)
                found = at;
        }

        return found;
    }
}
