namespace Protocols.Sdp;

/// <summary>Whose order of codecs an answer follows. A browser sends the first codec of the answer.</summary>
public enum CodecOrder
{
    Ours,
    Offered,
}
