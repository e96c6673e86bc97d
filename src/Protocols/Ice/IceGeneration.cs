using System.Text;

namespace Protocols.Ice;

/// <summary>The local credentials between two restarts, as bytes ready to compare and to key with.</summary>
internal sealed class IceGeneration(int number, IceCredentials credentials)
{
    private readonly byte[] _fragment = Encoding.ASCII.GetBytes(credentials.UsernameFragment);
    private readonly byte[] _password = Encoding.ASCII.GetBytes(credentials.Password);

    public int Number { get; } = number;

    public IceCredentials Credentials { get; } = credentials;

    public ReadOnlySpan<byte> Key => _password;

    public bool IsNamed(ReadOnlySpan<byte> fragment) => fragment.SequenceEqual(_fragment);
}
