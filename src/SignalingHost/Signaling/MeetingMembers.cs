using System.Buffers;
using System.Text.Json;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>What clients are told of a meeting as a whole and of their own rights, member by member, so that only what changed is told again.</summary>
internal static class MeetingMembers
{
    /// <summary>Writes the members that differ from <paramref name="before"/> (all with null); false when there are none.</summary>
    public static bool Write(Utf8JsonWriter json, MeetingView? before, MeetingView now)
    {
        if (before is not null && ReferenceEquals(before.Setup, now.Setup) && ReferenceEquals(before.Dynamics, now.Dynamics) && before.Waiting.Length == now.Waiting.Length)
            return false;

        var hasChanged = false;
        var was = before is null ? null : Of(before);
        foreach (var (i, (name, value)) in Of(now).Index())
        {
            if (was is not null && Equals(was[i].Value, value))
                continue;

            hasChanged = true;
            WriteValue(json, name, value);
        }

        return hasChanged;
    }

    public static MyRights RightsOf(MeetingView view, Participant me)
    {
        var dynamics = view.Dynamics;
        var isHost = me.IsChair || me.Cohost;
        var isAudience = me.Role == Role.Audience;
        return new MyRights(
            ServerText.RoleOf(me),
            MayShare: view.Setup.Media == MediaKind.Video && me.Device.CanShare && !isAudience && (!dynamics.SharingLocked || me.IsChair),
            MayUnmute: dynamics.CanUnmute || isHost,
            MayRename: dynamics.AllowRename || isHost,
            MayOpenCamera: view.Setup.Media == MediaKind.Video && me.Device.Video && (dynamics.AllowOpenCamera || isHost),
            MayRecord: dynamics.ClientRecording switch
            {
                ClientRecording.Everyone => true,
                ClientRecording.Hosts => isHost,
                _ => me.IsChair || me.MayRecord,
            });
    }

    /// <summary>The place of every raised hand, from 1.</summary>
    public static Dictionary<ParticipantId, int> Hands(MeetingView view) =>
        view.Participants.Where(one => one.HandAt is not null).OrderBy(one => one.HandAt).Select((one, i) => (one.Id, Rank: i + 1)).ToDictionary(hand => hand.Id, hand => hand.Rank);

    /// <summary>Makes the message of changes, or null.</summary>
    public static byte[]? Changes(MeetingView before, MeetingView now)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", "meeting");
        json.WriteStartObject("meeting");
        if (!Write(json, before, now))
            return null;

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (string Name, object? Value)[] Of(MeetingView view)
    {
        var (setup, dynamics) = (view.Setup, view.Dynamics);
        return
        [
            ("conferenceId", setup.DialledNumber.Length > 0 ? setup.DialledNumber : setup.Conference.Value),
            ("subject", setup.Subject),
            ("media", setup.Media == MediaKind.Video ? "video" : "voice"),
            ("startedAt", ServerText.Time(dynamics.StartedAt)),
            ("endsAt", ServerText.Time(dynamics.EndsAt)),
            ("language", setup.Language == MeetingLanguage.English ? "en" : "zh"),
            ("locked", dynamics.Locked),
            ("mutedAll", dynamics.AllMuted),
            ("mayUnmute", dynamics.CanUnmute),
            ("mayRename", dynamics.AllowRename),
            ("mayOpenCamera", dynamics.AllowOpenCamera),
            ("mode", dynamics.Mode switch
            {
                VideoMode.Fixed => "fixed",
                VideoMode.Broadcast => "broadcast",
                VideoMode.RollCall => "rollCall",
                _ => "free",
            }),
            ("voiceActivated", dynamics.VoiceActivated),
            ("broadcast", dynamics.Mode == VideoMode.Broadcast ? dynamics.Watched?.Value : null),
            ("rollCall", dynamics.Mode == VideoMode.RollCall ? dynamics.Watched?.Value : null),
            ("chair", dynamics.Chair?.Value),
            ("sharingLocked", dynamics.SharingLocked),
            ("sharer", dynamics.Sharer?.Value),
            ("recording", dynamics.Recording switch
            {
                RecordingState.On or RecordingState.Stopping => "on",
                RecordingState.Paused => "paused",
                _ => "off",
            }),
            ("live", dynamics.Live is LiveState.On or LiveState.Stopping),
            ("size", setup.Capacity),
            ("waiting", view.Waiting.Length),
        ];
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, (string?)value);
                break;
        }
    }
}

/// <summary>What the client itself is and may.</summary>
internal sealed record MyRights(string Role, bool MayShare, bool MayUnmute, bool MayRename, bool MayOpenCamera, bool MayRecord)
{
    /// <summary>Writes what differs from <paramref name="before"/>, all with null.</summary>
    public void Write(Utf8JsonWriter json, MyRights? before)
    {
        if (before?.Role != Role)
            json.WriteString("role", Role);

        WriteFlag("mayShare", before?.MayShare, MayShare);
        WriteFlag("mayUnmute", before?.MayUnmute, MayUnmute);
        WriteFlag("mayRename", before?.MayRename, MayRename);
        WriteFlag("mayOpenCamera", before?.MayOpenCamera, MayOpenCamera);
        WriteFlag("mayRecord", before?.MayRecord, MayRecord);

        void WriteFlag(string name, bool? was, bool now)
        {
            if (was != now)
                json.WriteBoolean(name, now);
        }
    }
}
