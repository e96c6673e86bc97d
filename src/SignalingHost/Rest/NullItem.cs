using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SignalingHost.Rest;

/// <summary>A null in a list. No request of the API means anything by one, so it is refused where it is read and no rule ever sees it.</summary>
internal sealed class NullItem(int index) : JsonException
{
    /// <summary>Its place in the request, such as <c>$.attendees[0]</c>. The serializer, which has read the list by then, names the list or the place behind its last item.</summary>
    public string Place => $"{(Path is { } list && list.EndsWith(']') ? list[..list.LastIndexOf('[')] : Path)}[{index}]";

    public static void Refuse(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
            type.OnDeserialized = list => Check((IEnumerable)list);
    }

    private static void Check(IEnumerable list)
    {
        var index = 0;
        foreach (var item in list)
        {
            if (item is null)
                throw new NullItem(index);
            index++;
        }
    }
}
