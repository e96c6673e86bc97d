using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>What one client has been told of himself: his rights, what he is made to watch, what is asked of him.</summary>
internal sealed class SessionView(ParticipantId me, MeetingView view, bool hasControl)
{
    private MeetingView _view = view;
    private MyRights? _rights;
    private PictureSource _picture = PictureSource.Own;

    public long Version => _view.Version;

    public bool HasControl { get; set; } = hasControl;

    public bool MayControl(Participant participant) => participant.IsChair || participant.Cohost;

    public byte[] Joined(long? re, SessionEntry entry, DateTimeOffset now)
    {
        _rights = MeetingMembers.RightsOf(_view, _view.Find(me)!);
        var hands = MeetingMembers.Hands(_view);
        return ServerText.Write("joined", json =>
        {
            json.WriteString("participant", me.Value);
            json.WriteString("resume", entry.Resume);
            json.WriteStartObject("meeting");
            MeetingMembers.Write(json, before: null, _view);
            json.WriteString("now", ServerText.Time(now));
            json.WriteEndObject();
            json.WriteStartObject("me");
            _rights.Write(json, before: null);
            json.WriteEndObject();
            json.WriteStartArray("participants");
            foreach (var one in _view.Participants)
                ServerText.WriteParticipant(json, one, hands.GetValueOrDefault(one.Id));

            json.WriteEndArray();
            WriteIceServers(json, entry.IceServers);
            json.WriteStartObject("transports");
            json.WriteBoolean("send", entry.Media.Has(TransportKind.Send));
            json.WriteBoolean("receive", entry.Media.Has(TransportKind.Receive));
            json.WriteEndObject();
            ServerText.WriteControl(json, entry.Control);
        }, re);
    }

    /// <summary>What goes on already when somebody comes.</summary>
    public IEnumerable<byte[]> First()
    {
        if (_view.Speakers.Count > 0)
            yield return ServerText.Speakers(_view.Speakers);
        if (Picture() is { } picture)
            yield return picture;
    }

    public IEnumerable<byte[]> Follow(MeetingNews news, Participant self)
    {
        var before = _view;
        _view = news.View;
        if (!ReferenceEquals(before.Dynamics, _view.Dynamics) || !ReferenceEquals(before.Find(me), self))
        {
            var rights = MeetingMembers.RightsOf(_view, self);
            if (rights != _rights)
            {
                var was = _rights;
                _rights = rights;
                yield return ServerText.Write("me", json =>
                {
                    json.WriteStartObject("me");
                    rights.Write(json, was);
                    json.WriteEndObject();
                });
            }
        }

        if (Picture() is { } picture)
            yield return picture;

        foreach (var happened in news.Events)
        {
            if (ToMe(happened) is { } message)
                yield return message;
        }
    }

    private byte[]? ToMe(MeetingEvent happened) => happened switch
    {
        MeetingEvent.CameraAsked asked when asked.Who == me => ServerText.Ask(asked.Open ? "openCamera" : "closeCamera", ChairName()),
        MeetingEvent.ShareAsked asked when asked.Who == me => ServerText.Ask(asked.Start ? "share" : "stopShare", ChairName()),
        MeetingEvent.Prompted { To: { } to } prompted when to == me => MeetingNews.PromptOf(prompted),
        _ => null,
    };

    private string ChairName() => _view.Dynamics.Chair is { } chair && _view.Find(chair) is { } participant ? participant.Name : _view.Setup.OwnerName;

    /// <summary>The message of what is imposed on him, when it is something else than he was told last.</summary>
    private byte[]? Picture()
    {
        var picture = Imposed();
        if (picture == _picture)
            return null;

        _picture = picture;
        return ServerText.Write("pictures", json =>
        {
            json.WriteString("kind", picture.Kind == PictureKind.Site ? "site" : "own");
            json.WriteString("participant", picture.Who?.Value);
        });
    }

    /// <summary>
    /// A client lays out by himself: of all that the chair can set, only whom everybody is to watch reaches him. The composition is for
    /// those who can show one picture, and so is the speaker of a free meeting.
    /// </summary>
    private PictureSource Imposed() =>
        _view.Dynamics.Mode is VideoMode.Broadcast or VideoMode.RollCall && _view.Pictures.For(me) is { Kind: PictureKind.Site } site
            ? site
            : PictureSource.Own;

    private static void WriteIceServers(Utf8JsonWriter json, IReadOnlyList<IceServerEntry> servers)
    {
        json.WriteStartArray("iceServers");
        foreach (var server in servers)
        {
            json.WriteStartObject();
            json.WriteString("urls", server.Urls);
            if (server.Username is not null)
            {
                json.WriteString("username", server.Username);
                json.WriteString("credential", server.Credential);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
