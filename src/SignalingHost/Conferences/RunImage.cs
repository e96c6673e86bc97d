using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>
/// What the store has of one run. A meeting's state is kept in parts (what was set up, what is about nobody, and a row for each person),
/// so that muting one of five hundred writes one row. People's records are immutable: one that is the same object has not changed.
/// </summary>
internal sealed class RunImage
{
    private readonly PartList<Participant> _participants = new(PartKind.Participant, one => one.Id.Value, MeetingStateJson.Default.Participant);
    private readonly PartList<Attendee> _attendees = new(PartKind.Attendee, one => one.Key, MeetingStateJson.Default.Attendee);
    private readonly PartList<WaitingGuest> _waiting = new(PartKind.Waiting, one => one.Id.Value, MeetingStateJson.Default.WaitingGuest);
    private MeetingSetup? _setup;
    private MeetingSetup? _newSetup;
    private string _core = "";
    private string _newCore = "";

    /// <summary>What must be written for the store to have <paramref name="state"/>. Until <see cref="Adopt"/> it is taken as not written.</summary>
    public RunDelta Compare(MeetingState state)
    {
        var delta = new RunDelta();
        if (!ReferenceEquals(_setup, state.Setup))
        {
            _newSetup = state.Setup;
            delta.Setup = JsonSerializer.Serialize(state.Setup, MeetingStateJson.Default.MeetingSetup);
        }

        _newCore = JsonSerializer.Serialize(
            state with { Setup = state.Setup with { Invitees = [] }, Participants = [], Attendees = [], Waiting = [] },
            MeetingStateJson.Default.MeetingState);
        if (_newCore != _core)
            delta.Core = _newCore;

        _participants.Compare(state.Participants, delta);
        _attendees.Compare(state.Attendees, delta);
        _waiting.Compare(state.Waiting, delta);
        return delta;
    }

    /// <summary>What was compared last has been committed.</summary>
    public void Adopt()
    {
        _setup = _newSetup ?? _setup;
        _core = _newCore;
        _participants.Adopt();
        _attendees.Adopt();
        _waiting.Adopt();
    }

    /// <summary>The state that was stored in these parts.</summary>
    public static MeetingState Compose(string setup, string core, IEnumerable<RunPart> parts)
    {
        var byKind = parts.OrderBy(part => part.Place).ToLookup(part => part.Kind, part => part.Body);
        return JsonSerializer.Deserialize(core, MeetingStateJson.Default.MeetingState)! with
        {
            Setup = JsonSerializer.Deserialize(setup, MeetingStateJson.Default.MeetingSetup)!,
            Participants = [.. byKind[PartKind.Participant].Select(body => JsonSerializer.Deserialize(body, MeetingStateJson.Default.Participant)!)],
            Attendees = [.. byKind[PartKind.Attendee].Select(body => JsonSerializer.Deserialize(body, MeetingStateJson.Default.Attendee)!)],
            Waiting = [.. byKind[PartKind.Waiting].Select(body => JsonSerializer.Deserialize(body, MeetingStateJson.Default.WaitingGuest)!)],
        };
    }

    private sealed class PartList<T>(PartKind kind, Func<T, string> keyOf, JsonTypeInfo<T> json)
        where T : class
    {
        private Dictionary<string, (T Body, long Place)> _stored = new(StringComparer.Ordinal);
        private Dictionary<string, (T Body, long Place)>? _compared;
        private IReadOnlyList<T> _inOrder = [];
        private IReadOnlyList<T> _comparedInOrder = [];
        private long _nextPlace;

        public void Compare(IReadOnlyList<T> now, RunDelta delta)
        {
            _comparedInOrder = now;
            if (IsSame(now))
            {
                _compared = null;
                return;
            }

            _compared = new(now.Count, StringComparer.Ordinal);
            foreach (var one in now)
            {
                var key = keyOf(one);
                var isNew = !_stored.TryGetValue(key, out var known);
                var place = isNew ? _nextPlace++ : known.Place;
                _compared[key] = (one, place);
                if (isNew || !ReferenceEquals(known.Body, one))
                    delta.Changed.Add(new RunPart(kind, key, place, JsonSerializer.Serialize(one, json)));
            }

            foreach (var key in _stored.Keys)
            {
                if (!_compared.ContainsKey(key))
                    delta.Removed.Add((kind, key));
            }
        }

        public void Adopt()
        {
            _inOrder = _comparedInOrder;
            _stored = _compared ?? _stored;
            _compared = null;
        }

        private bool IsSame(IReadOnlyList<T> now)
        {
            if (now.Count != _inOrder.Count)
                return false;

            for (var i = 0; i < now.Count; i++)
            {
                if (!ReferenceEquals(now[i], _inOrder[i]))
                    return false;
            }

            return true;
        }
    }
}

/// <summary>What changed of one run since it was written last.</summary>
internal sealed class RunDelta
{
    public string? Setup { get; set; }

    public string? Core { get; set; }

    public List<RunPart> Changed { get; } = [];

    public List<(PartKind Kind, string Key)> Removed { get; } = [];
}

/// <summary>One person's row of a run.</summary>
internal readonly record struct RunPart(PartKind Kind, string Key, long Place, string Body);

/// <summary>What a row of a run is about.</summary>
internal enum PartKind
{
    Participant = 1,
    Attendee = 2,
    Waiting = 3,
}
