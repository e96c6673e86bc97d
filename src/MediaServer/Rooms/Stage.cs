using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Audio;
using Protocols.Rtp;

namespace MediaServer.Rooms;

/// <summary>
/// Who is heard and seen when not everybody can be: the loudest few sounds, the pictures of those who spoke last, and the one who
/// speaks most. People keep their place as long as they belong, so that nobody's stream changes without need. Each list has one
/// place more than is shown: who is in it himself is given that one instead of his own.
/// </summary>
internal sealed class Stage
{
    /// <summary>Three voices at once is what people can follow.</summary>
    public const int Sounds = 3;

    /// <summary>As many pictures as a client shows on one page.</summary>
    public const int Pictures = 25;

    private readonly DominantSpeaker<TrackId> _speakers = new(new DominantSpeakerOptions { Places = Sounds + 1 });
    private readonly PublishedTrack?[] _sounds = new PublishedTrack?[Sounds + 1];
    private readonly PublishedTrack?[] _pictures = new PublishedTrack?[Pictures + 1];
    private readonly TrackId[] _loudest = new TrackId[Sounds + 1];
    private readonly List<PublishedTrack> _allSounds = [];
    private readonly List<PublishedTrack> _allPictures = [];

    public PublishedTrack? Dominant { get; private set; }

    // Between two words; longer, and he has begun anew.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // −dBov. A quiet voice far from its microphone is some fifteen decibels above.
    private const int Inaudible = 50;

    private PublishedTrack? _dominantBefore;
    private bool _hadVoices;
    private PublishedTrack? _dominantPicture;
    private bool _isPictureKnown;
    private bool _changed;

    public void Joined(PublishedTrack track)
    {
        (track.IsVideo ? _allPictures : _allSounds).Add(track);
        _isPictureKnown = false;
        FillPlaces();
    }

    public void Left(PublishedTrack track)
    {
        (track.IsVideo ? _allPictures : _allSounds).Remove(track);
        Vacate(_sounds, track);
        Vacate(_pictures, track);
        if (!track.IsVideo)
            _speakers.Remove(track.Id);

        if (ReferenceEquals(Dominant, track))
            Dominant = null;

        if (ReferenceEquals(_dominantBefore, track))
            _dominantBefore = null;

        _isPictureKnown = false;
        FillPlaces();
    }

    public void Heard(PublishedTrack track, AudioLevel level, Instant now)
    {
        _speakers.Receive(track.Id, level, now);
        if (!level.IsVoice || level.Level >= Inaudible)
            return;

        track.Loudest = Math.Max(track.Loudest, 100 - (level.Level * 2));
        track.Voice = (now - track.Voice.Last < Pause ? track.Voice.Since : now, now);
    }

    /// <summary>Who has been heard through a microphone here since the last call; null when nobody was, now or then.</summary>
    public IReadOnlyList<HeardVoice>? TakeVoices()
    {
        List<HeardVoice>? voices = null;
        foreach (var track in _allSounds)
        {
            if (track.Loudest > 0 && track.Setup is { IsRelayed: false, Source: TrackSource.Microphone })
                (voices ??= []).Add(new HeardVoice(track.Setup.Owner, track.Loudest, track.Voice.Last - track.Voice.Since));

            track.Loudest = 0;
        }

        var isSilence = voices is null && !_hadVoices;
        _hadVoices = voices is not null;
        return isSilence ? null : voices ?? [];
    }

    /// <summary>True when somebody's place has changed.</summary>
    public bool Advance(Instant now)
    {
        _speakers.Advance(now);
        if (_speakers.Dominant is { } id && id != Dominant?.Id && SoundOf(id) is { } dominant)
        {
            _dominantBefore = Dominant;
            Dominant = dominant;
            _changed = true;
            _isPictureKnown = false;
            BringOnStage(dominant);
        }

        SeatLoudest();
        var changed = _changed;
        _changed = false;
        return changed;
    }

    public bool IsAmongLoudest(PublishedTrack track) => Array.IndexOf(_sounds, track) >= 0;

    public PublishedTrack? Sound(int place, ParticipantId viewer) => At(_sounds, place, viewer, Sounds);

    public PublishedTrack? Picture(int place, ParticipantId viewer) => At(_pictures, place, viewer, Pictures);

    public PublishedTrack? DominantSound(ParticipantId viewer)
    {
        var sound = Dominant is not null && Dominant.Setup.Owner != viewer ? Dominant : _dominantBefore;
        return sound ?? _allSounds.Find(track => track.Setup.Owner != viewer);
    }

    /// <summary>The same for everyone but those whose own it would be, and asked for by everyone at once.</summary>
    public PublishedTrack? DominantPicture(ParticipantId viewer)
    {
        if (!_isPictureKnown)
        {
            _dominantPicture = FindDominantPicture(default);
            _isPictureKnown = true;
        }

        return Dominant?.Setup.Owner == viewer || _dominantPicture?.Setup.Owner == viewer ? FindDominantPicture(viewer) : _dominantPicture;
    }

    private PublishedTrack? FindDominantPicture(ParticipantId viewer)
    {
        var owner = DominantSound(viewer)?.Setup.Owner;
        var share = _allPictures.Find(track => track.Setup.Source == TrackSource.Screen && track.Setup.Owner != viewer);
        return share
            ?? _allPictures.Find(track => track.Setup.Owner == owner)
            ?? _allPictures.Find(track => track.Setup.Owner != viewer);
    }

    private static PublishedTrack? At(PublishedTrack?[] places, int place, ParticipantId viewer, int shown)
    {
        if ((uint)place >= (uint)shown)
            return null;

        var track = places[place];
        if (track is null || track.Setup.Owner != viewer)
            return track;

        var spare = places[shown];
        return spare?.Setup.Owner == viewer ? null : spare;
    }

    private void SeatLoudest()
    {
        var loudest = _loudest.AsSpan(0, _speakers.Loudest(_loudest));
        foreach (var id in loudest)
        {
            if (SoundOf(id) is not { } track || Array.IndexOf(_sounds, track) >= 0)
                continue;

            var place = PlaceFor(loudest);
            if (place < 0)
                return;

            _sounds[place] = track;
            _changed = true;
        }
    }

    /// <summary>A free place, or one whose holder is no longer among the loudest.</summary>
    private int PlaceFor(ReadOnlySpan<TrackId> loudest)
    {
        var free = Array.IndexOf(_sounds, null);
        if (free >= 0)
            return free;

        for (var i = 0; i < _sounds.Length; i++)
        {
            if (!loudest.Contains(_sounds[i]!.Id))
                return i;
        }

        return -1;
    }

    /// <summary>Who begins to speak is seen: in place of the one who has not spoken for longest.</summary>
    private void BringOnStage(PublishedTrack speaker)
    {
        var picture = _allPictures.Find(track => track.Setup.Owner == speaker.Setup.Owner);
        if (picture is null)
            return;

        _allPictures.Remove(picture);
        _allPictures.Insert(0, picture);
        if (Array.IndexOf(_pictures, picture) >= 0)
            return;

        // The list is kept in the order of speaking, so its last one on stage has been silent for longest.
        var place = Array.IndexOf(_pictures, null);
        for (var i = _allPictures.Count - 1; place < 0 && i > 0; i--)
            place = Array.IndexOf(_pictures, _allPictures[i]);

        if (place >= 0)
            _pictures[place] = picture;
    }

    /// <summary>Free places go to whoever is there, so that a small room needs no choosing and nobody's first word is lost.</summary>
    private void FillPlaces()
    {
        Fill(_sounds, _allSounds);
        Fill(_pictures, _allPictures);
    }

    private void Fill(PublishedTrack?[] places, List<PublishedTrack> all)
    {
        foreach (var track in all)
        {
            var free = Array.IndexOf(places, null);
            if (free < 0)
                return;

            if (Array.IndexOf(places, track) >= 0)
                continue;

            places[free] = track;
            _changed = true;
        }
    }

    private void Vacate(PublishedTrack?[] places, PublishedTrack track)
    {
        var place = Array.IndexOf(places, track);
        if (place < 0)
            return;

        places[place] = null;
        _changed = true;
    }

    private PublishedTrack? SoundOf(TrackId id) => _allSounds.Find(track => track.Id == id);
}
