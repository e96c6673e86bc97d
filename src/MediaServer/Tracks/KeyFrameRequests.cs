using Protocols;
using Protocols.Codecs;

namespace MediaServer.Tracks;

/// <summary>
/// Turns any number of wishes for a key frame into as few requests as will do: one per encoding and interval, repeated while
/// unanswered, because a lost request is the common case on a bad line. Joins within the first moments share one. An encoding whose
/// sender does not answer though its packets come is given up for a while, so that nobody waits for it who could see another.
/// </summary>
internal sealed class KeyFrameRequests(int encodings)
{
    /// <summary>A storm of receivers must not become a storm at the publisher; 500 ms still repairs a picture quickly.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Three requests: where a third of all packets is lost, one in forty is unanswered by chance.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.4);

    private static readonly TimeSpan GivenUpFor = TimeSpan.FromSeconds(5);

    private readonly Request[] _requests = new Request[encodings];

    public bool MayAsk(int encoding, Instant now)
    {
        ref var request = ref _requests[encoding];
        if (!request.IsOpen)
        {
            request.IsOpen = true;
            request.OpenedAt = now;
        }

        if (request.HasAsked && now - request.AskedAt < Interval)
            return false;

        request.HasAsked = true;
        request.AskedAt = now;
        return true;
    }

    /// <param name="isNeeded">Somebody shows the encoding or waits for it; else the request has no purpose any more.</param>
    /// <returns>True when it is time to ask again.</returns>
    public bool Advance(int encoding, bool isNeeded, Instant now)
    {
        ref var request = ref _requests[encoding];
        request.IsOpen &= isNeeded;
        if (!request.IsOpen)
            return false;

        if (now - request.OpenedAt >= Patience)
        {
            request.IsRefused = true;
            request.RefusedUntil = now + GivenUpFor;
        }

        if (now - request.AskedAt < Interval)
            return false;

        request.AskedAt = now;
        return true;
    }

    /// <summary>The sender has been asked for long enough and does not answer.</summary>
    public bool IsUnanswered(int encoding, Instant now) => _requests[encoding].IsRefused && now < _requests[encoding].RefusedUntil;

    /// <summary>Packets come after a silence: that requests were not answered meanwhile means nothing.</summary>
    public void Begins(int encoding, Instant now)
    {
        _requests[encoding].OpenedAt = now;
        _requests[encoding].IsRefused = false;
    }

    public void Saw(int encoding, in FrameInfo frame)
    {
        if (!frame.IsKeyFrame || !frame.StartsFrame)
            return;

        _requests[encoding].IsOpen = false;
        _requests[encoding].IsRefused = false;
    }

    private struct Request
    {
        public Instant OpenedAt;
        public Instant AskedAt;
        public Instant RefusedUntil;
        public bool HasAsked;
        public bool IsOpen;
        public bool IsRefused;
    }
}
