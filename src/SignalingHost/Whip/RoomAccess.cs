using System.Security.Cryptography;
using System.Text;
using SignalingHost.Join;
using SignalingHost.Settings;
using SignalingHost.Web;

namespace SignalingHost.Whip;

/// <summary>
/// Who may do what in which room: who holds the token of a room named by setting, and the people of running meetings by the tokens that
/// they came in with. A participant sends as himself, whatever name he gives.
/// </summary>
internal sealed class RoomAccess(IReadOnlyList<StaticRoom> rooms, ParticipantTokens? participants = null)
{
    public AccessAnswer Ask(string conferenceId, RoomRight right, string? authorization)
    {
        if (ParticipantOf(conferenceId, authorization) is not null)
            return AccessAnswer.Granted;

        var room = rooms.FirstOrDefault(candidate => candidate.ConferenceId == conferenceId);
        if (room is null)
            return participants?.Runs(conferenceId) != true ? AccessAnswer.NoSuchRoom : BearerToken.Of(authorization) is null ? AccessAnswer.NoToken : AccessAnswer.WrongToken;
        if (BearerToken.Of(authorization) is not { } token)
            return AccessAnswer.NoToken;

        var expected = right == RoomRight.Publish ? room.PublishToken.Value : room.PlayToken.Value;
        return expected.Length > 0 && IsSame(expected, token) ? AccessAnswer.Granted : AccessAnswer.WrongToken;
    }

    /// <summary>The participant whose token it is, if it is one's of that meeting and he is in.</summary>
    public string? ParticipantOf(string conferenceId, string? authorization) =>
        BearerToken.Of(authorization) is { } token && participants?.Find(token) is { IsIn: true } holder && holder.Answers(conferenceId) ? holder.Who.Value : null;

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
