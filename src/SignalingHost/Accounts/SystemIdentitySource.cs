using System.Security.Cryptography;
using Meetings;

namespace SignalingHost.Accounts;

/// <summary>Unguessable bytes from the system's generator.</summary>
internal sealed class SystemIdentitySource : IIdentitySource
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
