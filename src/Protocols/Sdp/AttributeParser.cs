namespace Protocols.Sdp;

/// <summary>Tries to read one attribute's value as a <typeparamref name="T"/>.</summary>
public delegate bool AttributeParser<T>(string value, out T parsed);
