using System.Security.Cryptography;
using System.Text;
using SignalingHost.Settings;

namespace SignalingHost.Whip;

/// <summary>Who may do what in which room. Rooms named by setting answer until meetings do.</summary>
internal sealed class RoomAccess(IReadOnlyList<StaticRoom> rooms)
{
    public AccessAnswer Ask(string conferenceId, RoomRight right, string? authorization)
    {
        var room = rooms.FirstOrDefault(candidate => candidate.ConferenceId == conferenceId);
        if (room is null)
            return AccessAnswer.NoSuchRoom;

        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return AccessAnswer.NoToken;

        var expected = right == RoomRight.Publish ? room.PublishToken.Value : room.PlayToken.Value;
        return expected.Length > 0 && IsSame(expected, authorization[scheme.Length..].Trim()) ? AccessAnswer.Granted : AccessAnswer.WrongToken;
    }

    /// <summary>Takes the same time wherever the two differ.</summary>
    private static bool IsSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}

internal enum RoomRight
{
    Publish,
    Play,
}

internal enum AccessAnswer
{
    Granted,
    NoSuchRoom,
    NoToken,
    WrongToken,
}
