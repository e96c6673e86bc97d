using System.Security.Cryptography;
using Protocols;

namespace MediaServer.Edge;

/// <summary>The operating system's generator: for credentials and whatever else must not be guessed.</summary>
public sealed class SystemRandom : IRandomBytes
{
    public static readonly SystemRandom Instance = new();

    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
