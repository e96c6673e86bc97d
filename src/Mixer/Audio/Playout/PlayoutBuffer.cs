using Mixer.Audio.Codecs;
using Mixer.Synchronizing;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Audio.Playout;

/// <summary>
/// One source's sound: packets as the network brings them in, 20 ms at each tick out. The delay follows how late packets tend to be, and
/// the sender's clock, by taking pitch periods out or putting them in; what is missing is repaired, else concealed.
/// Invariant: <c>_next</c> is the media time behind the last sample in the queue.
/// </summary>
internal sealed class PlayoutBuffer : IDisposable
{
    private const int LongestPacketMilliseconds = 120;

    /// <summary>Sound is only cut or stretched where it is as like itself as this, unless the delay is far off.</summary>
    private const float Alike = 0.75f;
    private const float LessAlike = 0.3f;
    private const int TicksBetweenCorrections = 3;

    /// <summary>A payload can repair what was directly before it; libopus fills in what is before that.</summary>
    private const int LongestRecoveryMilliseconds = 60;

    /// <summary>Beyond this a number or a timestamp is no gap but another stream.</summary>
    private const int FarthestJump = 1000;
    private const int FarthestSeconds = 2;

    private readonly PlayoutOptions _options;
    private readonly IAudioDecoder _decoder;
    private readonly PacketShelf _shelf = new();
    private readonly SampleQueue _queue;
    private readonly Lateness _lateness;
    private readonly int _samplesPerClock;
    private readonly int _tolerance;
    private readonly int _quantum;

    private ExtendedSequence _sequence;
    private ExtendedTimestamp _timestamp;
    private bool _isPlaying;
    private long _next;
    private long _lastIndex = -1;
    private int _stretched;
    private int _sinceCorrection;
    private long _received;
    private long _tooLate;
    private long _recovered;
    private long _concealed;
    private long _delay;
    private int _wait;

    public PlayoutBuffer(AudioCodec codec, PlayoutOptions options)
    {
        Codec = codec;
        _options = options;
        _decoder = codec.NewDecoder();
        SampleRate = codec.SampleRate();
        _samplesPerClock = SampleRate / codec.RtpClock();
        _queue = new SampleQueue(SampleRate);
        _lateness = new Lateness(SampleRate, options);
        _tolerance = SamplesOf(options.Tolerance);
        _quantum = SampleRate / 400;
    }

    public AudioCodec Codec { get; }

    public int SampleRate { get; }

    public PlayoutStatistics Statistics => new()
    {
        Received = _received,
        TooLate = _tooLate,
        Recovered = _recovered,
        Concealed = TimeOf(_concealed),
        Delay = TimeOf(_delay),
        AimedDelay = TimeOf(Aim),
    };

    /// <summary>How much longer than its packets need the sound is to be kept back, for a picture that comes later.</summary>
    public TimeSpan Wait { get; set; }

    private int Aim => Math.Min(AimWithoutWait + _wait, SamplesOf(_options.LongestDelay));

    // The 20 ms that are taken at once may begin anywhere in a packet.
    private int AimWithoutWait => Math.Min(_lateness.Worst + (SampleRate / SoundFrame.PerSecond), SamplesOf(_options.LongestDelay));

    /// <summary>How long the sound takes from capture until it is heard, if it waits for nothing.</summary>
    public TimeSpan DelayBy(CaptureMoment clock, Instant now)
    {
        var since = _lateness.MediaTimeAt(now) - (_timestamp.Guess(clock.Timestamp) * _samplesPerClock);
        return now - (clock.At + TimeOf(since)) + TimeOf(AimWithoutWait);
    }

    public DropReason Receive(SequenceNumber sequence, RtpTimestamp timestamp, ReadOnlySpan<byte> payload, Instant now)
    {
        var duration = _decoder.Duration(payload);
        if (duration == 0)
            return DropReason.PaddingOnly;
        if (duration > SampleRate * LongestPacketMilliseconds / 1000 || payload.Length > PacketShelf.LongestPayload)
            return DropReason.TooLarge;

        _received++;
        if (!_sequence.HasStarted || IsAnotherStream(sequence, timestamp, now))
            Restart(sequence, timestamp, now);

        var index = _sequence.Unwrap(sequence);
        var mediaTime = _timestamp.Unwrap(timestamp) * _samplesPerClock;
        _lateness.Receive(mediaTime, now);
        if (index < 0 || (_isPlaying && mediaTime + duration <= _next - _queue.Count))
        {
            _tooLate++;
            return DropReason.TooLate;
        }

        return _shelf.TryPut(index, mediaTime, duration, payload) ? DropReason.None : DropReason.Duplicate;
    }

    /// <summary>Fills in the next 20 ms; false when they are silence because there is nothing from this source.</summary>
    public bool Read(Span<float> frame, Instant now)
    {
        FollowWait(frame.Length);
        if (!_isPlaying && !TryBegin(frame.Length, now))
        {
            frame.Clear();
            return false;
        }

        _delay = DelayAt(now);
        if (_delay > SamplesOf(_options.LongestDelay) + SamplesOf(SoundFrame.Duration))
            JumpToAim(now);

        while (_queue.Count < frame.Length)
            Fill();

        if (_isPlaying)
            Correct(now);

        _queue.Take(frame);
        return true;
    }

    public void Dispose() => _decoder.Dispose();

    private void FollowWait(int played)
    {
        var step = _isPlaying ? (int)(played * _options.WaitPace) : int.MaxValue;
        _wait += Math.Clamp(SamplesOf(Wait) - _wait, -step, step);
    }

    private bool IsAnotherStream(SequenceNumber sequence, RtpTimestamp timestamp, Instant now)
    {
        var offTime = (_timestamp.Guess(timestamp) * _samplesPerClock) - _lateness.MediaTimeAt(now);
        return Math.Abs(_sequence.Guess(sequence) - _sequence.Highest) > FarthestJump || Math.Abs(offTime) > FarthestSeconds * SampleRate;
    }

    private void Restart(SequenceNumber sequence, RtpTimestamp timestamp, Instant now)
    {
        (_sequence, _timestamp) = (default, default);
        _isPlaying = false;
        _shelf.Clear(_sequence.Unwrap(sequence));
        _lateness.Reset(_timestamp.Unwrap(timestamp) * _samplesPerClock, now);
    }

    private bool TryBegin(int frame, Instant now)
    {
        // Where we would be if we had been playing all the time.
        var start = _lateness.MediaTimeAt(now) - Aim;
        ShelvedPacket first;
        while (true)
        {
            if (!_shelf.TryPeek(out first) || first.MediaTime >= start + frame)
                return false;
            if (first.End > start)
                break;

            _tooLate++;
            _shelf.TakeUpTo(first.Index);
        }

        _isPlaying = true;
        _stretched = 0;
        _queue.Clear();
        _queue.Append((int)Math.Max(first.MediaTime - start, 0)).Clear();
        _next = first.MediaTime;
        _lastIndex = first.Index - 1;
        return true;
    }

    private void JumpToAim(Instant now)
    {
        _queue.Clear();
        _next = _lateness.MediaTimeAt(now) - Aim;
        _stretched = 0;
    }

    /// <summary>Puts something behind what is in the queue: the next packet, or what has to stand in for it.</summary>
    private void Fill()
    {
        if (!_shelf.TryPeek(out var packet))
        {
            Stretch();
            return;
        }

        if (packet.End <= _next)
        {
            // It came while its time went by.
            _tooLate++;
            Take(packet);
            return;
        }

        if (packet.MediaTime - _next <= _stretched)
        {
            Play(packet);
            return;
        }

        _next += _stretched;
        _stretched = 0;
        if (packet.Index == _lastIndex + 1)
            Pause(packet.MediaTime - _next);
        else
            Mend(packet, packet.MediaTime - _next);
    }

    private void Play(ShelvedPacket packet)
    {
        _decoder.Decode(packet.Payload, _queue.Append(packet.Duration));
        _queue.DropBeginningOf(packet.Duration, (int)Math.Max(_next - packet.MediaTime, 0));
        _next = packet.End;
        _stretched = 0;
        Take(packet);
    }

    private void Take(ShelvedPacket packet)
    {
        _lastIndex = packet.Index;
        _shelf.TakeUpTo(packet.Index);
    }

    /// <summary>Nothing has come at all: what came last lasts longer, and all that follows will be later by that much.</summary>
    private void Stretch()
    {
        var count = SampleRate / 100;
        var added = _queue.Append(count);
        _decoder.Conceal(added);
        _stretched += count;
        if (_stretched < SamplesOf(_options.LongestStretch) && _delay + _stretched < SamplesOf(_options.LongestDelay))
        {
            _concealed += count;
            return;
        }

        // The source is gone, or pauses. Its time goes on without it, and what comes next begins anew.
        _isPlaying = false;
        for (var i = 0; i < count; i++)
            added[i] *= 1 - ((i + 1f) / count);
    }

    /// <summary>The sender left out time but no packet: it had nothing to say. Meanwhile the delay is set right without any art.</summary>
    private void Pause(long gap)
    {
        var wait = (int)Math.Min(gap, SampleRate / 50);
        if (Whole(wait) > 0)
            _decoder.Conceal(_queue.Append(Whole(wait)));

        _next += wait;
        var off = _delay - Aim;
        if (gap > 3 * wait && Math.Abs(off) > _tolerance)
            _next += Math.Clamp(off, -wait, wait);
    }

    private void Mend(ShelvedPacket packet, long gap)
    {
        var whole = Whole(gap);
        if (whole == gap && gap <= SampleRate * LongestRecoveryMilliseconds / 1000)
        {
            if (_decoder.TryRecover(packet.Payload, _queue.Append(whole)))
            {
                _recovered++;
                _next = packet.MediaTime;
                return;
            }

            _queue.DropNewest(whole);
        }

        var count = Math.Min(whole, SampleRate / 50);
        if (count > 0)
            _decoder.Conceal(_queue.Append(count));

        _concealed += count;
        _next = count > 0 ? _next + count : packet.MediaTime;
    }

    private void Correct(Instant now)
    {
        var off = DelayAt(now) - Aim;
        var isFarOff = Math.Abs(off) > SampleRate / 12;
        if (++_sinceCorrection < TicksBetweenCorrections && !isFarOff)
            return;

        // Too little delay is heard at once, a little too much is not.
        var likeness = isFarOff ? LessAlike : Alike;
        if (off > _tolerance)
        {
            LookAhead();
            if (_queue.Count >= _queue.ForShortening && _queue.TryShorten(likeness) > 0)
                _sinceCorrection = 0;
        }
        else if (off < -_tolerance / 4)
        {
            // What is to wait has not come too late, so nothing but this makes it later.
            if (_wait > 0)
                LookAhead();
            if (_queue.TryLengthen(likeness) > 0 || (_wait > 0 && off < -_tolerance && DrawOut()))
                _sinceCorrection = 0;
        }
    }

    private void LookAhead()
    {
        while (_queue.Count < _queue.ForShortening && _shelf.TryPeek(out var packet) && packet.MediaTime - _next <= _stretched)
            Fill();
    }

    /// <summary>Where too little is here to find a period in, the sound goes on for 10 ms as it does when something is lost.</summary>
    private bool DrawOut()
    {
        if (_queue.Count >= _queue.ForShortening)
            return false;

        _decoder.Conceal(_queue.Append(SampleRate / 100));
        return true;
    }

    /// <summary>How much older the next sample is than what would be arriving now.</summary>
    private long DelayAt(Instant now) => _lateness.MediaTimeAt(now) - (_next - _queue.Count);

    private int Whole(long samples) => (int)(samples / _quantum * _quantum);

    private int SamplesOf(TimeSpan time) => (int)(time.Ticks * SampleRate / TimeSpan.TicksPerSecond);

    private TimeSpan TimeOf(long samples) => new(samples * TimeSpan.TicksPerSecond / SampleRate);
}
