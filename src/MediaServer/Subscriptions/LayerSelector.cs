using Protocols;
using Protocols.Codecs;

namespace MediaServer.Subscriptions;

/// <summary>
/// Decides packet by packet which encoding, spatial and temporal layer of a track one receiver is shown.
/// Up to another encoding only at its key frame, and the old one goes on until then; spatial layers of one encoding change where
/// the stream says they may; temporal layers go down at any picture and up at a switching point.
/// Invariant: what has been forwarded of an encoding can be decoded without anything that was not.
/// </summary>
public struct LayerSelector()
{
    private const sbyte None = -1;

    private sbyte _encoding = None;
    private sbyte _spatial;
    private sbyte _temporal;
    private sbyte _wantedEncoding = None;
    private sbyte _wantedSpatial;
    private sbyte _wantedTemporal;

    public readonly int Encoding => _encoding;

    public readonly int Spatial => _spatial;

    public readonly int Temporal => _temporal;

    public readonly int WantedEncoding => _wantedEncoding;

    public readonly int WantedSpatial => _wantedSpatial;

    public readonly int WantedTemporal => _wantedTemporal;

    /// <summary>The encoding that is shown goes on until the wanted one has begun, so both are needed.</summary>
    public readonly int EncodingsWanted => (_wantedEncoding == None ? 0 : 1 << _wantedEncoding) | (_encoding == None ? 0 : 1 << _encoding);

    public readonly bool IsPaused => _wantedEncoding == None;

    /// <summary>Nothing moves until a key frame of the wanted encoding comes.</summary>
    public readonly bool NeedsKeyFrame => _wantedEncoding != None && _wantedEncoding != _encoding;

    /// <summary>More spatial layers are wanted than are shown, within the encoding that is shown.</summary>
    public readonly bool NeedsSpatialSwitch => _encoding != None && _wantedEncoding == _encoding && _wantedSpatial > _spatial;

    public void Want(int encoding, int spatial, int temporal)
    {
        _wantedEncoding = (sbyte)encoding;
        _wantedSpatial = (sbyte)spatial;
        _wantedTemporal = (sbyte)temporal;
    }

    /// <summary>Stops at once. To go on again takes a key frame.</summary>
    public void Pause()
    {
        _wantedEncoding = None;
        _encoding = None;
    }

    /// <summary>The source has changed or its packets were withheld: what comes next must stand alone.</summary>
    public void Restart() => _encoding = None;

    public LayerDecision Decide(int encoding, in FrameInfo frame)
    {
        if (encoding != _encoding)
        {
            if (encoding != _wantedEncoding)
                return LayerDecision.LayerNotWanted;

            if (!frame.IsEntryPoint)
                return LayerDecision.WaitingForKeyFrame;

            _encoding = _wantedEncoding;
            _spatial = _wantedSpatial;
            _temporal = _wantedTemporal;
            return LayerDecision.Switch;
        }

        if (frame.StartsFrame)
            MoveWithin(frame);

        if (frame.SpatialLayer > _spatial)
            return LayerDecision.LayerNotWanted;

        return frame.TemporalLayer > _temporal ? LayerDecision.TemporalLayerNotWanted : LayerDecision.Forward;
    }

    private void MoveWithin(in FrameInfo frame)
    {
        if (_wantedEncoding != _encoding)
            return;

        var startsPicture = frame.SpatialLayer == 0;
        if (_wantedSpatial < _spatial && startsPicture)
            _spatial = _wantedSpatial;
        else if (_wantedSpatial > _spatial && startsPicture && frame.IsKeyFrame)
            _spatial = _wantedSpatial;
        else if (_wantedSpatial > _spatial && frame.SpatialLayer == _spatial + 1 && frame.IsSpatialSwitchPoint)
            _spatial++;

        if (_wantedTemporal < _temporal && startsPicture)
            _temporal = _wantedTemporal;
        else if (_wantedTemporal > _temporal && (frame.IsKeyFrame || (startsPicture && frame.IsTemporalSwitchPoint && frame.TemporalLayer > _temporal)))
            _temporal = frame.IsKeyFrame ? _wantedTemporal : (sbyte)Math.Min(_wantedTemporal, (int)frame.TemporalLayer);
    }
}

public enum LayerDecision : byte
{
    Forward,

    /// <summary>Forward, and everything before belongs to another encoding.</summary>
    Switch,
    LayerNotWanted,
    TemporalLayerNotWanted,
    WaitingForKeyFrame,
}

public static class LayerDecisions
{
    public static DropReason Reason(this LayerDecision decision) => decision switch
    {
        LayerDecision.LayerNotWanted => DropReason.LayerNotWanted,
        LayerDecision.TemporalLayerNotWanted => DropReason.TemporalLayerNotWanted,
        LayerDecision.WaitingForKeyFrame => DropReason.WaitingForKeyFrame,
        _ => DropReason.None,
    };
}
