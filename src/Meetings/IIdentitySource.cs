namespace Meetings;

/// <summary>Where unguessable bytes come from: the system's generator at the rim, a seeded one in tests.</summary>
public interface IIdentitySource
{
    void Fill(Span<byte> bytes);
}
