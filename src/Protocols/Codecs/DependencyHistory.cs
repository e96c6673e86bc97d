using Protocols.Rtp;

namespace Protocols.Codecs;

/// <summary>
/// What later descriptors of one incoming stream are read with: the structure in force and the one before it (late packets
/// still need that), the sender's active decode targets, and the layers of the latest frames. All of it is allocated once.
/// </summary>
public sealed class DependencyHistory
{
    private const int Frames = 64;

    // A frame number further behind than this is no late frame but one of a sender that counts anew.
    private const int MaxLate = 512;

    private readonly FrameRecord[] _frames = new FrameRecord[Frames];
    private DependencyStructure _current = new();
    private DependencyStructure _spare = new();
    private long _newest;
    private long _structureSince;
    private long _targetsSince;

    /// <summary>The structure in force; not valid before the first.</summary>
    public DependencyStructure Current => _current;

    /// <summary>The decode targets that the sender says it produces, one bit each.</summary>
    public uint ActiveTargets { get; private set; }

    /// <summary>Reads an attached structure. One that is older than the structure in force serves its own packet alone.</summary>
    internal bool TryReadStructure(ReadOnlySpan<byte> descriptor, ref BitReader reader, ushort frame, out DependencyStructure structure)
    {
        structure = _spare;
        if (!_spare.TryRead(descriptor, ref reader))
            return false;

        var extended = Extend(frame);
        if (_current.IsValid && extended < _structureSince)
            return true;

        (_current, _spare) = (_spare, _current);
        _structureSince = extended;
        SetActiveTargets(structure.AllTargets, frame);
        return true;
    }

    internal bool TryFind(int templateId, out DependencyStructure structure)
    {
        structure = _current.Contains(templateId) ? _current : _spare;
        return structure.Contains(templateId);
    }

    internal void SetActiveTargets(uint targets, ushort frame)
    {
        var extended = Extend(frame);
        if (ActiveTargets != 0 && extended < _targetsSince)
            return;

        ActiveTargets = targets;
        _targetsSince = extended;
    }

    internal void Remember(ushort frame, RtpTimestamp timestamp, byte temporalLayer)
    {
        Extend(frame);
        _frames[frame % Frames] = new FrameRecord(frame, timestamp, temporalLayer, IsKnown: true);
    }

    internal bool TryRecall(ushort frame, out RtpTimestamp timestamp, out byte temporalLayer)
    {
        var record = _frames[frame % Frames];
        timestamp = record.Timestamp;
        temporalLayer = record.TemporalLayer;
        return record.IsKnown && record.Frame == frame;
    }

    /// <summary>The frame number with its wraps counted.</summary>
    private long Extend(ushort frame)
    {
        var steps = unchecked((short)(frame - (ushort)_newest));
        var extended = _newest + (steps < -MaxLate ? steps + 65_536 : steps);
        _newest = Math.Max(_newest, extended);
        return extended;
    }

    private readonly record struct FrameRecord(ushort Frame, RtpTimestamp Timestamp, byte TemporalLayer, bool IsKnown);
}
