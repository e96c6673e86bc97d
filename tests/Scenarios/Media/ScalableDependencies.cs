namespace Scenarios.Media;

/// <summary>
/// Dependency descriptors (AV1 RTP specification, appendix A) of full scalability in so many spatial and temporal layers, as LxTy
/// of the W3C's scalability modes describes it: every frame needs the frame below it in its picture.
/// </summary>
internal sealed class ScalableDependencies
{
    private readonly int _spatials;
    private readonly int _temporals;
    private readonly int[] _heights;
    private readonly List<Template> _templates = [];

    public ScalableDependencies(int spatials, int temporals, int[] heights)
    {
        _spatials = spatials;
        _temporals = temporals;
        _heights = heights;
        for (var spatial = 0; spatial < spatials; spatial++)
        {
            _templates.Add(Make(spatial, 0, isKey: true));
            var places = Enumerable.Range(0, TemporalPattern.Length(temporals)).OrderBy(place => TemporalPattern.LayerAt(temporals, place));
            foreach (var place in places)
                _templates.Add(Make(spatial, place, isKey: false));
        }
    }

    public byte[] Write(int spatial, int place, bool isKey, ushort frame, bool starts, bool ends)
    {
        var template = _templates.FindIndex(candidate => candidate.Spatial == spatial && candidate.Place == place && candidate.IsKey == isKey);
        var bits = new BitText().Add(starts ? 1 : 0, 1).Add(ends ? 1 : 0, 1).Add(template, 6).Add(frame, 16);
        if (isKey && spatial == 0 && starts)
            AddStructure(bits.Add(0b10000, 5));

        return bits.ToBytes();
    }

    private Template Make(int spatial, int place, bool isKey)
    {
        var distances = new List<int>();
        if (!isKey)
            distances.Add(TemporalPattern.DistanceAt(_temporals, place) * _spatials);

        if (spatial > 0)
            distances.Add(1);

        var chains = Enumerable.Range(0, _spatials).Select(chain => ChainDistance(chain, spatial, place, isKey)).ToArray();
        return new Template(spatial, TemporalPattern.LayerAt(_temporals, place), place, isKey, [.. distances], chains);
    }

    // Chain n holds the base pictures' frames of the spatial layers up to n.
    private int ChainDistance(int chain, int spatial, int place, bool isKey)
    {
        if (place > 0)
            return (place * _spatials) + spatial - chain;

        if (spatial > 0)
            return spatial - Math.Min(chain, spatial - 1);

        return isKey ? 0 : (TemporalPattern.Length(_temporals) * _spatials) - chain;
    }

    private void AddStructure(BitText bits)
    {
        var targets = _spatials * _temporals;
        bits.Add(0, 6).Add(targets - 1, 5);
        for (var i = 1; i < _templates.Count; i++)
        {
            var (before, now) = (_templates[i - 1], _templates[i]);
            bits.Add(now.Spatial > before.Spatial ? 2 : now.Temporal > before.Temporal ? 1 : 0, 2);
        }

        bits.Add(3, 2);
        foreach (var template in _templates)
        {
            for (var target = 0; target < targets; target++)
                bits.Add(Indication(template, target / _temporals, target % _temporals), 2);
        }

        foreach (var template in _templates)
        {
            foreach (var distance in template.Distances)
                bits.Add(1, 1).Add(distance - 1, 4);

            bits.Add(0, 1);
        }

        bits.AddNonSymmetric(_spatials, targets + 1);
        for (var target = 0; target < targets; target++)
            bits.AddNonSymmetric(target / _temporals, _spatials);

        foreach (var template in _templates)
        {
            foreach (var distance in template.Chains)
                bits.Add(distance, 4);
        }

        bits.Add(1, 1);
        foreach (var height in _heights)
            bits.Add((height * 16 / 9) - 1, 16).Add(height - 1, 16);
    }

    // Not present, discardable, switch, required (table A.1).
    private int Indication(Template template, int spatial, int temporal)
    {
        if (template.Spatial > spatial || template.Temporal > temporal)
            return 0;

        if (template.Spatial < spatial)
            return 3;

        return template.Temporal == temporal && temporal > 0 ? 1 : 2;
    }

    private sealed record Template(int Spatial, int Temporal, int Place, bool IsKey, int[] Distances, int[] Chains);
}
