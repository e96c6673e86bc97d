namespace Meetings.Tests;

/// <summary>Identities that are the same in every run.</summary>
internal sealed class SeededIdentities(int seed = 1) : IIdentitySource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
