namespace Protocols;

/// <summary>
/// Where unpredictable bytes come from. The edge fills from the operating system's generator, a test from a seed;
/// the core has no source of its own.
/// </summary>
public interface IRandomBytes
{
    void Fill(Span<byte> bytes);
}
