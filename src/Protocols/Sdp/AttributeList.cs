using System.Collections;

namespace Protocols.Sdp;

/// <summary>
/// The attributes of a session or of one media section, in the order they were written. Everything is kept, known or not;
/// the typed views read it when asked and pass over values that make no sense.
/// </summary>
public sealed class AttributeList : IReadOnlyList<SdpAttribute>
{
    private readonly List<SdpAttribute> _attributes = [];

    public int Count => _attributes.Count;

    public SdpAttribute this[int index] => _attributes[index];

    public void Add(string name, string? value = null) => _attributes.Add(new(name, value));

    public void Add(SdpAttribute attribute) => _attributes.Add(attribute);

    public void RemoveAll(string name) => _attributes.RemoveAll(attribute => attribute.Name == name);

    public bool Has(string name)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>The value of the first attribute of that name; null if there is none or it has no value.</summary>
    public string? First(string name)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Name == name)
                return attribute.Value;
        }

        return null;
    }

    public IEnumerable<string> All(string name)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Name == name && attribute.Value is not null)
                yield return attribute.Value;
        }
    }

    public IEnumerable<T> All<T>(string name, AttributeParser<T> parser)
    {
        foreach (var value in All(name))
        {
            if (parser(value, out var parsed))
                yield return parsed;
        }
    }

    /// <summary>The last direction attribute written; null if none was (then it is sendrecv, RFC 8866 §6.7).</summary>
    public MediaDirection? Direction
    {
        get
        {
            MediaDirection? found = null;
            foreach (var attribute in _attributes)
            {
                if (attribute.Value is null && MediaDirections.TryParse(attribute.Name, out var direction))
                    found = direction;
            }

            return found;
        }
    }

    public List<SdpAttribute>.Enumerator GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator<SdpAttribute> IEnumerable<SdpAttribute>.GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _attributes.GetEnumerator();
}
