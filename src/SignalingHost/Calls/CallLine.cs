using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;
using Meetings.DialIn;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Dtmf;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Trunks;
using SignalingHost.Mixing;
using MediaParticipant = MediaServer.Tracks.ParticipantId;
using MediaRoom = MediaServer.Tracks.RoomId;

namespace SignalingHost.Calls;

/// <summary>
/// The media of one call: its ports, what it hears and sees, and which of its gates are open. It begins in a room of its own, where a voice
/// can ask for a meeting and nobody else hears, and goes back there to wait and to be told goodbye.
/// </summary>
internal sealed class CallLine(MediaNode node, TerminalCall media, CallSound sound, CallPicture picture, CallParty party, MediaRoom menu, Action<PeerId, PeerId> moved)
{
    private readonly MediaRoom _menu = menu;
    private MediaRoom _room = menu;
    private AudioCodec? _codec;
    private Participant? _me;
    private bool _isHeld;

    /// <summary>How keys go over this line, where a trunk says so.</summary>
    public KeyWay Keys { get; private set; } = party.Over?.Keys ?? KeyWay.Events;

    /// <summary>A key that came as a tone.</summary>
    public Action<DtmfDigit>? KeyHeard { get; set; }

    public PeerId Peer => media.Peer;

    /// <summary>What we have to say next.</summary>
    public string Description => media.Description;

    public bool HasPicture => media.Agreement is not { } agreement || agreement.Video is not null;

    private MediaParticipant Name => new(party.Who.Value);

    // Where keys can be pressed as events, tones are somebody's music.
    private bool ListensForTones => Keys != KeyWay.Info && media.Agreement?.Audio is { Events.Count: 0 };

    /// <summary>Both sides have said what they can: from now on he hears something.</summary>
    public void Open()
    {
        if (!TryCodec(out var codec))
            return;

        _codec = codec;
        sound.KeyHeard = ListensForTones ? digit => KeyHeard?.Invoke(digit) : null;
        media.Show(sound.Enter(_room, codec));
        Gate();
    }

    public bool TryAccept(string answer)
    {
        if (!media.TryAccept(answer, out _))
            return false;

        Agreed();
        return true;
    }

    public bool TryRenew(string offer, out TerminalRefusal refusal)
    {
        if (!media.TryRenew(offer, out refusal))
            return false;

        Agreed();
        return true;
    }

    public void OfferAgain() => media.OfferAgain();

    public bool TryOfferLess() => media.TryOfferLess();

    /// <summary>Offers what goes by this way.</summary>
    public void Offer(TerminalPolicy policy, KeyWay keys)
    {
        Keys = keys;
        media.Offer(policy);
    }

    public void EnterMeeting(ConferenceId conference, Participant me)
    {
        _me = me;
        var room = new MediaRoom(conference.Value);
        if (_room != room)
            Enter(room, picture.Enter(room, media.Agreement?.Video));
        Gate();
    }

    public void EnterMenu()
    {
        _me = null;
        picture.Leave();
        if (_room != _menu)
            Enter(_menu, new StreamWish(new SourceChoice.Nothing()));
        Gate();
    }

    /// <summary>What the meeting lets him send.</summary>
    public void Follow(Participant me)
    {
        if (_room == _menu)
            return;

        _me = me;
        Gate();
    }

    public void Tell(IReadOnlyList<Spoken> recordings, Action ended) => sound.Tell(recordings, ended);

    public void PlayWaitingTone(bool on) => sound.PlayWaitingTone(on);

    /// <summary>Presses keys on the line; false if its other end is to be told them by the signalling.</summary>
    public bool TryDial(string digits) => Keys switch
    {
        KeyWay.Events => media.TryDial(digits),
        KeyWay.InBand => sound.TryPress(digits),
        _ => false,
    };

    public void HushKey() => sound.HushKey();

    public void RequestKeyFrame() => media.RequestKeyFrame();

    /// <summary>He wants to be sent no more than this.</summary>
    public void LimitPicture(Bitrate rate) => picture.Limit(rate);

    /// <summary>The same ports for somebody else, who comes in with them anew.</summary>
    public CallLine For(CallParty other, Func<TerminalCall, CallParty, CallLine> make)
    {
        sound.Leave();
        picture.Leave();
        return make(media, other);
    }

    public void Close()
    {
        sound.Leave();
        picture.Leave();
        media.Close();
    }

    private void Agreed()
    {
        // Who holds us often plays music; that is for nobody here.
        _isHeld = media.Agreement?.Audio is { } audio && !audio.Direction.Sends();
        if (picture.Renew(media.Agreement?.Video) is { } shown)
            media.Show(picture: shown);
        if (TryCodec(out var codec) && codec != _codec)
            Open();
        else
            Gate();
    }

    private void Enter(MediaRoom room, StreamWish shown)
    {
        _room = room;
        var wish = TryCodec(out var codec) ? sound.Enter(room, codec) : new StreamWish(new SourceChoice.Nothing());
        var former = media.Peer;
        media.Enter(new TerminalPlace(room, Name) { SignallingHost = party.Host, Sound = wish, Picture = shown, ClosedSources = [TrackSource.Microphone, TrackSource.Camera] });
        moved(former, media.Peer);
    }

    private void Gate()
    {
        var isMuted = _isHeld || (_me is { } me && (me.Muted || me.Presence != Presence.In));
        sound.Mute(isMuted);

        // Tones are heard by the mix, which keeps what is muted from everybody else.
        node.Post(_room, new ShardLetter.Mute(_room, Name, TrackSource.Microphone, isMuted && !ListensForTones));
        node.Post(_room, new ShardLetter.Mute(_room, Name, TrackSource.Camera, _me is not { CameraOn: true }));
    }

    private bool TryCodec(out AudioCodec codec)
    {
        codec = default;
        return media.Agreement?.Audio?.Codec is { } description && SoundCodecs.TryRead(description, out codec);
    }
}
