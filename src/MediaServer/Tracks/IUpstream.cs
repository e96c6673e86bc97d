using Protocols;

namespace MediaServer.Tracks;

/// <summary>The way back from a track to whoever publishes it: a peer of this shard, or another shard.</summary>
public interface IUpstream
{
    void RequestKeyFrame(PublishedTrack track, int encoding, Instant now);

    /// <summary>Only these encodings (one bit each) are watched by anybody now.</summary>
    void DemandEncodings(PublishedTrack track, int wanted, Instant now);
}
