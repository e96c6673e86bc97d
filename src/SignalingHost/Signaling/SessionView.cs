using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>What one client has been told of himself: his rights, what he is made to watch, what is asked of him.</summary>
internal sealed class SessionView(ParticipantId me, MeetingView view, bool hasControl)
{
    private MeetingView _view = view;
    private MyRights? _rights;
    private PictureSource _picture = PictureSource.Own;
    private Composition? _composition;

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
        var composition = picture.Kind == PictureKind.Composition ? _view.Composition : null;
        if (picture == _picture && (composition is null ? _composition is null : composition.Same(_composition)))
            return null;

        (_picture, _composition) = (picture, composition);
        return ServerText.Write("pictures", json =>
        {
            json.WriteString("kind", picture.Kind switch
            {
                PictureKind.Site => "site",
                PictureKind.Composition => "composition",
                _ => "own",
            });
            json.WriteString("participant", picture.Kind == PictureKind.Site ? picture.Who?.Value : null);
            if (composition is null)
                json.WriteNull("layout");
            else
                WriteLayout(json, composition);
        });
    }

    /// <summary>In a free meeting whoever speaks is shown to those who can show one picture; a client lays out by itself, unless he chose otherwise.</summary>
    private PictureSource Imposed()
    {
        var (dynamics, self) = (_view.Dynamics, _view.Find(me));
        var hasChosen = self is { View: not ViewKind.None } || (dynamics.ChairPolling && dynamics.Chair == me);
        return dynamics.Mode == VideoMode.Free && !hasChosen ? PictureSource.Own : _view.Pictures.For(me);
    }

    private void WriteLayout(Utf8JsonWriter json, Composition composition)
    {
        var geometry = composition.Geometry;
        json.WriteStartObject("layout");
        json.WriteNumber("columns", geometry.Columns);
        json.WriteNumber("rows", geometry.Rows);
        json.WriteStartArray("panes");
        foreach (var pane in composition.PanesFor(me))
        {
            if (geometry.Panes.FirstOrDefault(cells => cells.Id == pane.Index) is not { Width: > 0 } cells)
                continue;

            WritePane(json, cells, pane);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePane(Utf8JsonWriter json, Cells cells, PaneFill fill)
    {
        json.WriteStartObject();
        json.WriteNumber("left", cells.Left);
        json.WriteNumber("top", cells.Top);
        json.WriteNumber("width", cells.Width);
        json.WriteNumber("height", cells.Height);
        if (fill.Share)
            json.WriteBoolean("share", true);
        else if (fill.Who is { } who)
            json.WriteString("participant", who.Value);

        json.WriteEndObject();
    }

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
