using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tracks;

/// <summary>Anyone who receives media: a browser, a telephone, the mixer, the recorder, an RTMP push, another shard.</summary>
public interface ISubscriber
{
    /// <summary>So many stages bring near what an offer needs.</summary>
    const int StagesToOffer = 2;

    /// <summary>So many bring near what sending at once takes as well.</summary>
    const int StagesToSend = 4;

    /// <summary>So much of it, from its beginning, is brought near before the first stage.</summary>
    const int NearBytes = 256;

    /// <summary>Offers come in a moment: brings near what they need, stage by stage, because what points to the rest must come first.</summary>
    void Approach(int stage);

    DropReason Offer(in TrackPacket packet, Instant now);

    /// <summary>That number held nothing to forward: leave no gap for it.</summary>
    void Skip(PublishedTrack track, int encoding, SequenceNumber sequence);

    /// <summary>What comes next of the encoding does not continue what went before, neither in numbers nor in pictures.</summary>
    void BeginAnew(int encoding);

    /// <summary>One bit for each encoding that should be sent for its sake, the first encoding lowest.</summary>
    int EncodingsWanted { get; }

    /// <summary>Those of them that it shows, or will show from their next key frame.</summary>
    int EncodingsShown { get; }
}
