using MediaServer.Tracks;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// What a room's picture has been told, kept apart from it: after a defect it is opened again for the same viewers, each time after a longer pause, and a few times
/// at the most. Who joins after that has it tried once more.
/// </summary>
internal sealed class KeptPicture(RoomId room)
{
    private const int MostTries = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // A picture that was good for so long begins with the first pause again.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly Dictionary<ParticipantId, (PictureLetter.Join Join, PictureLetter.Limit? Limit)> _viewers = [];
    private PictureLetter.Direct? _directions;
    private Instant _failedAt = Instant.Zero;
    private int _tries;

    public RoomId Room => room;

    /// <summary>Null between a defect and the next try.</summary>
    public RoomPicture? Picture { get; set; }

    /// <summary>While there is no picture: when it is to be opened.</summary>
    public Instant OpensAt { get; private set; } = Instant.Zero;

    public Instant NextDeadline => Picture?.NextDeadline ?? OpensAt;

    public bool IsEmpty => _viewers.Count == 0;

    /// <summary>All that matters of what has been told, for a picture that is opened now.</summary>
    public IEnumerable<PictureLetter> Letters
    {
        get
        {
            if (_directions is not null)
                yield return _directions;

            foreach (var (join, limit) in _viewers.Values)
            {
                yield return join;
                if (limit is not null)
                    yield return limit;
            }
        }
    }

    public void Receive(PictureLetter letter, Instant now)
    {
        switch (letter)
        {
            case PictureLetter.Join join:
                _viewers[join.Who] = (join, null);
                if (OpensAt == Instant.Never)
                    OpensAt = now;
                break;
            case PictureLetter.Leave leave:
                _viewers.Remove(leave.Who);
                break;
            case PictureLetter.Limit limit when _viewers.TryGetValue(limit.Who, out var viewer):
                _viewers[limit.Who] = viewer with { Limit = limit };
                break;
            case PictureLetter.Direct direct:
                _directions = direct;
                break;
        }
    }

    /// <summary>Sets when it is tried again: never, if it has failed too often.</summary>
    public void Fail(Instant now)
    {
        _tries = now - _failedAt < Forgotten ? _tries + 1 : 1;
        _failedAt = now;
        var pause = FirstPause * Math.Pow(2, _tries - 1);
        OpensAt = _tries > MostTries ? Instant.Never : now + (pause < LongestPause ? pause : LongestPause);
    }
}
