using Protocols;
using Protocols.Codecs;

namespace MediaServer.Tracks;

/// <summary>
/// Turns any number of wishes for a key frame into as few requests as will do: one per encoding and interval, repeated while
/// unanswered, because a lost request is the common case on a bad line. Joins within the first moments share one.
/// </summary>
internal sealed class KeyFrameRequests(int encodings)
{
    /// <summary>A storm of receivers must not become a storm at the publisher; 500 ms still repairs a picture quickly.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(10);

    private readonly Request[] _requests = new Request[encodings];

    public bool MayAsk(int encoding, Instant now)
    {
        ref var request = ref _requests[encoding];
        request.IsOpen = true;
        request.WantedAt = now;
        if (request.HasAsked && now - request.AskedAt < Interval)
            return false;

        request.HasAsked = true;
        request.AskedAt = now;
        return true;
    }

    public bool MustRepeat(int encoding, Instant now)
    {
        ref var request = ref _requests[encoding];
        if (!request.IsOpen || now - request.AskedAt < Interval)
            return false;

        if (now - request.WantedAt > GiveUpAfter)
        {
            request.IsOpen = false;
            return false;
        }

        request.AskedAt = now;
        return true;
    }

    public void Saw(int encoding, in FrameInfo frame)
    {
        if (frame.IsKeyFrame && frame.StartsFrame)
            _requests[encoding].IsOpen = false;
    }

    private struct Request
    {
        public Instant AskedAt;
        public Instant WantedAt;
        public bool HasAsked;
        public bool IsOpen;
    }
}
