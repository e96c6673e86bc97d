using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings.DialIn;
using Mixer.Audio.Codecs;
using Protocols.Dtmf;
using SignalingHost.Mixing;
using SignalingHost.Prompts;

namespace SignalingHost.Calls;

/// <summary>
/// What one caller hears, in whatever room he is: the mix, what he is told, the tone of waiting. Where nothing mixes he hears the loudest as he
/// can, and what he would be told is over at once.
/// </summary>
internal sealed class CallSound(IRoomSound? mix, PromptService prompts, ParticipantId who, Action<Action> post)
{
    private static readonly StreamWish Loudest = new(new SourceChoice.Place(0));

    private RoomId? _room;
    private int _told;
    private bool _isPressing;
    private Action? _afterKeys;

    /// <summary>Keys that come as tones are wanted; set before entering.</summary>
    public Action<DtmfDigit>? KeyHeard { get; set; }

    /// <summary>From now on in this room; gives back what his line is to show.</summary>
    public StreamWish Enter(RoomId room, AudioCodec codec)
    {
        if (_room != room)
            Leave();

        _room = room;
        var wish = mix?.Join(room, who, codec) ?? Loudest;
        if (KeyHeard is { } heard)
            mix?.ListenForDigits(room, who, digit => post(() => heard(digit)));
        return wish;
    }

    public void Leave()
    {
        _told++;
        if (_room is { } room)
            mix?.Leave(room, who);
        _room = null;
    }

    public void Mute(bool on)
    {
        if (_room is { } room)
            mix?.Mute(room, who, on);
    }

    public void HushKey()
    {
        if (_room is { } room)
            mix?.HushKey(room, who);
    }

    public void PlayWaitingTone(bool on)
    {
        if (_room is { } room)
            mix?.PlayWaitingTone(room, who, on);
    }

    /// <summary>Presses keys as tones; what he is to be told waits until they have been heard. False where nothing mixes.</summary>
    public bool TryPress(string digits)
    {
        if (_room is not { } room || mix is null)
            return false;

        _isPressing = true;
        mix.Tell(room, who, new KeyTones(digits), _ => post(() =>
        {
            _isPressing = false;
            var then = _afterKeys;
            _afterKeys = null;
            then?.Invoke();
        }));
        return true;
    }

    /// <summary>Says these in place of what is being said; <paramref name="ended"/> is called when they have been heard, and not if something else came between.</summary>
    public void Tell(IReadOnlyList<Spoken> recordings, Action ended)
    {
        if (_isPressing)
        {
            _afterKeys = () => Tell(recordings, ended);
            return;
        }

        var told = ++_told;
        if (_room is not { } room || mix is null || recordings.Count == 0)
        {
            if (_room is { } silent)
                mix?.Tell(silent, who, null);
            if (recordings.Count > 0)
                post(ended);
            return;
        }

        if (prompts.IsLoaded)
            Play(told, room, recordings, ended);
        else
            _ = LoadAsync(told, room, recordings, ended);
    }

    private async Task LoadAsync(int told, RoomId room, IReadOnlyList<Spoken> recordings, Action ended)
    {
        await Task.Run(() => prompts.Library);
        post(() => Play(told, room, recordings, ended));
    }

    private void Play(int told, RoomId room, IReadOnlyList<Spoken> recordings, Action ended)
    {
        if (told != _told || _room != room)
            return;

        mix!.Tell(room, who, prompts.Library.Play(recordings), end => post(() =>
        {
            if (end == PromptEnd.Said && told == _told)
                ended();
        }));
    }
}
