using System.Text;

namespace Protocols.Sip;

/// <summary>
/// Looks through <c>;name=value</c> pairs, as they stand behind an address or a Via, or through the <c>name="value"</c> list of a digest.
/// Blanks may stand anywhere between the parts; empty pairs are passed over.
/// </summary>
public ref struct SipParameters(ReadOnlySpan<byte> text, char delimiter = ';')
{
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>With its quotes, if it has any; empty if there is none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly SipParameters GetEnumerator() => this;

    public readonly SipParameters Current => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = SipText.IndexOutside(_rest, (byte)delimiter);
            var pair = SipText.Trim(end < 0 ? _rest : _rest[..end]);
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf((byte)'=');
            Name = equals < 0 ? pair : SipText.Trim(pair[..equals]);
            Value = equals < 0 ? [] : SipText.Trim(pair[(equals + 1)..]);
            return true;
        }

        return false;
    }

    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, char delimiter = ';')
    {
        foreach (var parameter in new SipParameters(text, delimiter))
        {
            if (!Ascii.EqualsIgnoreCase(parameter.Name, name))
                continue;

            value = parameter.Value;
            return true;
        }

        value = default;
        return false;
    }
}
