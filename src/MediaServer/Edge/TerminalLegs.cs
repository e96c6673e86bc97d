using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Terminals;
using MediaServer.Tracks;
using Protocols;
using Protocols.Sdp.Terminals;

namespace MediaServer.Edge;

/// <summary>
/// The media of SIP calls, for whoever answers the calls: a description in, a description out, and a handle for the rest. Any thread may
/// call it. A call's ports listen before its answer is returned, and are given back when the shard has said goodbye.
/// </summary>
public sealed class TerminalLegs(MediaNode node)
{
    private readonly ConcurrentDictionary<PeerId, TerminalCall> _calls = new();

    /// <summary>Calls whose ports are open.</summary>
    public int Count => _calls.Count;

    /// <summary>Answers a call's first offer. False with a reason: the offer's, or that no port or no shard has room.</summary>
    public bool TryAnswer(string offer, TerminalPlace place, TerminalPolicy policy, [NotNullWhen(true)] out TerminalCall? call, out TerminalRefusal refusal)
    {
        call = null;
        if (!TryOpen(place, policy, out var opened, out refusal))
            return false;

        if (opened.TryBegin(offer, out refusal))
            call = opened;
        else
            opened.Abandon();

        return call is not null;
    }

    /// <summary>Makes the offer of a call that we make, or of one that came without a description. The answer goes to <see cref="TerminalCall.TryAccept"/>.</summary>
    public bool TryOffer(TerminalPlace place, TerminalPolicy policy, OfferBreadth breadth, [NotNullWhen(true)] out TerminalCall? call, out TerminalRefusal refusal)
    {
        if (!TryOpen(place, policy, out call, out refusal))
            return false;

        call.Offer(breadth);
        return true;
    }

    internal MediaNode Node => node;

    internal void Moved(PeerId last, TerminalCall call)
    {
        _calls.TryRemove(last, out _);
        _calls[call.Peer] = call;
    }

    internal void Forget(PeerId peer) => _calls.TryRemove(peer, out _);

    /// <summary>The shard has let the terminal go, whatever ended it.</summary>
    internal void Gone(PeerId peer)
    {
        if (_calls.TryRemove(peer, out var call))
            call.GiveBackPorts();
    }

    private bool TryOpen(TerminalPlace place, TerminalPolicy policy, [NotNullWhen(true)] out TerminalCall? call, out TerminalRefusal refusal)
    {
        call = null;
        refusal = new(TerminalRefusalReason.NoPort, "no port for media is left");
        var taken = node.TakePlace(place.Room);
        if (node.Ports.TryTake(taken.Shard, out var audio))
        {
            if (node.Ports.TryTake(taken.Shard, out var video))
            {
                var local = new TerminalLocal
                {
                    Host = node.TerminalHost.ToString(),
                    AudioPort = audio,
                    VideoPort = video,
                    Fingerprint = node.Fingerprint,
                    SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue),
                    Random = SystemRandom.Instance,
                };
                call = new TerminalCall(this, taken, place, policy, local);
                _calls[taken.Peer] = call;
                refusal = TerminalRefusal.None;
                return true;
            }

            node.Ports.GiveBack(audio);
        }

        node.GiveBack(taken);
        return false;
    }
}

/// <summary>Who calls, and where to.</summary>
public sealed record TerminalPlace(RoomId Room, ParticipantId Participant)
{
    /// <summary>Where its signalling comes from, if that is the terminal and not a proxy: its media is believed sooner from there.</summary>
    public IPAddress? SignallingHost { get; init; }

    /// <summary>What it hears and sees at first.</summary>
    public StreamWish Sound { get; init; } = new(new SourceChoice.Nothing());

    public StreamWish Picture { get; init; } = new(new SourceChoice.Nothing());

    public IReadOnlyList<TrackSource> ClosedSources { get; init; } = [];
}

/// <summary>
/// The media of one call. Used by one caller at a time, as a SIP dialog does. Its ports live until <see cref="Close"/> has reached the
/// shard, or the call was given up before it began.
/// </summary>
public sealed class TerminalCall
{
    private readonly TerminalLegs _legs;
    private readonly TerminalLocal _local;
    private TerminalPlace _place;
    private PeerPlace _taken;
    private TerminalPolicy _policy;
    private TerminalOffer? _offer;
    private bool _hasBegun;
    private readonly Lock _onItsWay = new();
    private readonly Queue<Action> _waiting = new();
    private bool _isOnItsWay;

    internal TerminalCall(TerminalLegs legs, PeerPlace taken, TerminalPlace place, TerminalPolicy policy, TerminalLocal local)
    {
        _legs = legs;
        _taken = taken;
        _place = place;
        _policy = policy;
        _local = local;
    }

    /// <summary>Under this the shards' events speak of it. Changes when the call enters another room.</summary>
    public PeerId Peer => _taken.Peer;

    /// <summary>What was last agreed; null until then.</summary>
    public TerminalAgreement? Agreement { get; private set; }

    /// <summary>What we have to say next: the answer to what was last offered, or our offer.</summary>
    public string Description { get; private set; } = "";

    /// <summary>A renewed offer: hold, resume, other keys, a session refresh. On refusal everything stays as it was.</summary>
    public bool TryRenew(string offer, out TerminalRefusal refusal)
    {
        if (!TerminalAnswer.TryAnswer(offer, _local, _policy, Agreement, out var agreement, out refusal))
            return false;

        _offer = null;
        Agree(agreement);
        Description = agreement.Local.ToString();
        return true;
    }

    /// <summary>What was agreed, to be offered again: a refresh of ours, or an INVITE without a description in the middle of the call.</summary>
    public void OfferAgain()
    {
        _offer = Agreement is null ? TerminalOffer.Write(_local, _policy, OfferBreadths.For(_policy)) : TerminalOffer.Repeat(Agreement);
        Description = _offer.Description.ToString();
    }

    /// <summary>The answer to our offer. It may come twice: what is heard before a callee takes up may be another's than his.</summary>
    public bool TryAccept(string answer, out TerminalRefusal refusal)
    {
        refusal = new(TerminalRefusalReason.BadDescription, "an answer came that nobody waits for");
        if (_offer is not { } offer || !offer.TryAccept(answer, _policy, out var agreement, out refusal))
            return false;

        Agree(agreement);
        return true;
    }

    /// <summary>Offers anew, by another policy, before anything is agreed.</summary>
    public void Offer(TerminalPolicy policy)
    {
        _policy = policy;
        Offer(OfferBreadths.For(policy));
    }

    /// <summary>The terminal answered 488: offers less. False when there is nothing less.</summary>
    public bool TryOfferLess()
    {
        // What is less may be the same for a policy that allows little.
        var refused = Description;
        while (Description == refused)
        {
            if (_offer?.Breadth.Narrower(_policy) is not { } breadth)
                return false;

            Offer(breadth);
        }

        return true;
    }

    /// <summary>Goes to another room with the same ports: from the voice menu or the lobby into the meeting.</summary>
    public void Enter(TerminalPlace place)
    {
        var node = _legs.Node;
        var next = node.TakePlace(place.Room);
        var last = _taken;
        _taken = next;
        _place = place;
        _legs.Moved(last.Peer, this);
        foreach (var port in new[] { _local.AudioPort, _local.VideoPort })
            node.Ports.Move(port, next.Shard);

        if (_hasBegun && Agreement is { } secured && secured.Lines.Any(line => line.Dtls is not null))
        {
            TakeAlong(last.Peer, SetupFor(secured));
            return;
        }

        if (_hasBegun)
            node.TryRemove(last.Peer);
        else
            node.GiveBack(last);

        if (Agreement is { } agreement)
            Begin(agreement);
    }

    // An association of DTLS is one shard's at a time: what is asked of the call while it is on its way waits for it.
    private void TakeAlong(PeerId last, TerminalSetup setup)
    {
        lock (_onItsWay)
        {
            if (_isOnItsWay)
            {
                _waiting.Enqueue(() => TakeAlong(last, setup));
                return;
            }

            _isOnItsWay = true;
            if (!_legs.Node.Post(last, new ShardLetter.LeaveRoom(last, taken => Arrived(setup, taken))))
                Arrived(setup, []);
        }
    }

    private void Arrived(TerminalSetup setup, IReadOnlyList<DtlsAssociation> taken)
    {
        lock (_onItsWay)
        {
            setup.Associations = taken;
            _legs.Node.Post(setup.Id, new ShardLetter.AddTerminal(setup));
            _isOnItsWay = false;
            while (!_isOnItsWay && _waiting.TryDequeue(out var next))
                next();
        }
    }

    /// <summary>What the terminal hears (<see cref="TerminalSetup.SoundStream"/>) or sees from now on.</summary>
    public void Show(StreamWish? sound = null, StreamWish? picture = null)
    {
        if (sound is not null)
            Post(new ShardLetter.Wish(Peer, TerminalSetup.SoundStream, sound));
        if (picture is not null)
            Post(new ShardLetter.Wish(Peer, TerminalSetup.PictureStream, picture));
    }

    /// <summary>
    /// Presses these keys, a comma is a second's pause; the terminal hears nothing else meanwhile. False if it understands no telephone
    /// events: it can then be told them by the signalling.
    /// </summary>
    public bool TryDial(string digits)
    {
        if (Agreement?.Audio is not { Events.Count: > 0 })
            return false;

        Post(new ShardLetter.DialKeys(Peer, digits));
        return true;
    }

    /// <summary>A SIP INFO asked for a key frame (RFC 5168).</summary>
    public void RequestKeyFrame() => Post(new ShardLetter.TerminalKeyFrame(Peer));

    public void Close()
    {
        if (_hasBegun && Post(new ShardLetter.RemovePeer(Peer)))
            return;

        Abandon();
    }

    internal bool TryBegin(string offer, out TerminalRefusal refusal)
    {
        if (!TryRenew(offer, out refusal))
            return false;

        if (!_hasBegun)
            refusal = new(TerminalRefusalReason.Busy, "the server is overloaded");

        return _hasBegun;
    }

    internal void Offer(OfferBreadth breadth)
    {
        _offer = TerminalOffer.Write(_local, _policy, breadth);
        Description = _offer.Description.ToString();
    }

    internal void Abandon()
    {
        _legs.Forget(Peer);
        _legs.Node.GiveBack(_taken);
        GiveBackPorts();
    }

    internal void GiveBackPorts()
    {
        _legs.Node.Ports.GiveBack(_local.AudioPort);
        _legs.Node.Ports.GiveBack(_local.VideoPort);
    }

    private void Agree(TerminalAgreement agreement)
    {
        Agreement = agreement;
        if (_hasBegun)
            Post(new ShardLetter.RenewTerminal(Peer, agreement));
        else
            Begin(agreement);
    }

    private void Begin(TerminalAgreement agreement) => _hasBegun = Post(new ShardLetter.AddTerminal(SetupFor(agreement)));

    private TerminalSetup SetupFor(TerminalAgreement agreement) => new()
    {
        Id = Peer,
        Room = _place.Room,
        Participant = _place.Participant,
        Agreement = agreement,
        SignallingHost = _place.SignallingHost is { } host ? TransportAddress.From(host, 0).Ip : null,
        Sound = _place.Sound,
        Picture = _place.Picture,
        ClosedSources = _place.ClosedSources,
    };

    private bool Post(ShardLetter letter)
    {
        lock (_onItsWay)
        {
            var to = Peer;
            if (!_isOnItsWay)
                return _legs.Node.Post(to, letter);

            _waiting.Enqueue(() => _legs.Node.Post(to, letter));
            return true;
        }
    }
}
