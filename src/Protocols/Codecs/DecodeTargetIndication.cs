namespace Protocols.Codecs;

/// <summary>What a frame is to one decode target (AV1 RTP specification, table A.2).</summary>
public enum DecodeTargetIndication : byte
{
    NotPresent,
    Discardable,
    Switch,
    Required,
}
