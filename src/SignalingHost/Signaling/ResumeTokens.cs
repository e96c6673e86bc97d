using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Signaling;

/// <summary>
/// What lets somebody come back as the same participant: his run and id, sealed with a key that outlives the process, so that it is good
/// after a restart too and nothing is kept for it. It is worth as much as his place: when that is given up, it opens nothing.
/// </summary>
internal sealed class ResumeTokens
{
    private const int KeyBytes = 32;
    private const int SealBytes = 32;

    private readonly byte[] _key;

    public ResumeTokens(DataDirectory data)
    {
        var path = data.PathOf("resume.key");
        data.MakePrivate(path);
        _key = File.ReadAllBytes(path);
        if (_key.Length == KeyBytes)
            return;

        _key = RandomNumberGenerator.GetBytes(KeyBytes);
        File.WriteAllBytes(path, _key);
    }

    public string Issue(RunId run, ParticipantId who)
    {
        var body = Encoding.UTF8.GetBytes($"{run.Value}.{who.Value}");
        return Base64Url.EncodeToString([.. HMACSHA256.HashData(_key, body), .. body]);
    }

    public bool TryRead(string text, out RunId run, out ParticipantId who)
    {
        (run, who) = (default, default);
        if (!Base64Url.IsValid(text))
            return false;

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= SealBytes || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, bytes.AsSpan(SealBytes)), bytes.AsSpan(0, SealBytes)))
            return false;

        var parts = Encoding.UTF8.GetString(bytes.AsSpan(SealBytes)).Split('.');
        (run, who) = (new RunId(parts[0]), new ParticipantId(parts[^1]));
        return true;
    }
}
