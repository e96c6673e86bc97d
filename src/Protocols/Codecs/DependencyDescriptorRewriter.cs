using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>
/// The dependency descriptors of one outgoing stream. Frame numbers shift only with the source, because references and
/// chains count back in them. The active decode targets tell the receiver which layers it may expect after a cut; they are
/// repeated at every frame while there is one, since a receiver never says that it has heard. A source that begins without
/// its structure has it attached again.
/// </summary>
public sealed class DependencyDescriptorRewriter : IPayloadRewriter
{
    /// <summary>How many bytes a descriptor can grow by a mask; attaching a structure takes the structure's length more.</summary>
    public const int MaxMaskGrowth = 5;

    // After a cut has ended the full set is repeated for a second or so.
    private const int Repetitions = 30;

    private PictureMap _frames;
    private uint _announced;
    private int _repeat;
    private bool _needsStructure;

    /// <summary>The layers this receiver is sent; by default all.</summary>
    public int TopSpatialLayer { get; set; } = int.MaxValue;

    public int TopTemporalLayer { get; set; } = int.MaxValue;

    public void SwitchTo(in FrameInfo first)
    {
        if (first.Structure is null)
            return;

        _frames.SwitchTo(first.Number);
        _announced = 0;
        _needsStructure = true;
    }

    public bool TryMap(in FrameInfo frame, out PayloadPatch patch)
    {
        patch = default;
        if (frame.Structure is not { } structure)
            return true;

        if (frame.IsEntryPoint && _frames.IsBeyondWindow(frame.Number, frame.NumberBits))
            SwitchTo(frame);

        if (!_frames.TryMap(frame.Number, frame.NumberBits, out var number))
            return false;

        patch = patch.WithFrameNumber(number);
        var carriesStructure = frame.HasStructure;
        if (_needsStructure && !carriesStructure)
        {
            patch = patch.WithStructure();
            carriesStructure = true;
        }

        _needsStructure = false;
        var targets = frame.ActiveTargets & structure.TargetsWithin(TopSpatialLayer, TopTemporalLayer);
        if (targets != _announced)
        {
            _repeat = _announced == 0 && targets == structure.AllTargets ? 0 : Repetitions;
            _announced = targets;
        }

        // An attached structure makes all targets active unless a mask follows it (appendix A.4.4).
        var isReduced = targets != structure.AllTargets;
        if (carriesStructure ? isReduced : frame.StartsFrame && (isReduced || _repeat > 0))
            patch = patch.WithTargets(targets, structure.TargetCount);

        if (frame.StartsFrame && _repeat > 0)
            _repeat--;

        return true;
    }

    /// <summary>Nothing moves up; see above.</summary>
    public void Drop(in FrameInfo frame)
    {
    }

    /// <summary>
    /// Makes the descriptor for one receiver from the one that came. <paramref name="structure"/> is the source's, attached
    /// if the patch asks for it and it still knows the frame's template. False if the result does not fit.
    /// </summary>
    public static bool TryWrite(
        ReadOnlySpan<byte> original, PayloadPatch patch, DependencyStructure? structure, Span<byte> destination, out int length)
    {
        length = 0;
        if (original.Length is < DependencyDescriptor.MandatoryLength or > DependencyDescriptor.MaxLength)
            return false;

        var reader = new BitReader(original) { Position = 24 };
        var flags = original.Length > DependencyDescriptor.MandatoryLength ? reader.Read(5) : 0;
        var hasStructure = (flags & 0x10) != 0;
        var attached = patch.AttachesStructure && !hasStructure && structure?.Contains(original[0] & 0x3F) == true ? structure : null;
        if (!patch.HasTargets && attached is null)
        {
            if (!original.TryCopyTo(destination))
                return false;

            length = original.Length;
            WriteFrameNumber(destination, patch);
            return true;
        }

        var writer = new BitWriter(destination[..Math.Min(destination.Length, DependencyDescriptor.MaxLength)]);
        var head = new BitReader(original);
        var hadTargets = (flags & 0x08) != 0;
        var targetCount = patch.HasTargets ? patch.TargetCount : attached!.TargetCount;
        writer.Copy(ref head, 24);
        writer.WriteFlag(hasStructure || attached is not null);
        writer.WriteFlag(patch.HasTargets || hadTargets);
        writer.Write(flags & 0x07, 3);
        if (hasStructure)
        {
            var start = reader;
            if (!StructureLayout.TryRead(ref reader, out var layout))
                return false;

            targetCount = layout.TargetCount;
            writer.Copy(ref start, layout.End - start.Position);
        }
        else if (attached is not null)
        {
            var stored = new BitReader(attached.Bytes) { Position = attached.Start };
            writer.Copy(ref stored, attached.BitLength);
        }

        var own = hadTargets ? reader.Read(targetCount) : 0;
        if (patch.HasTargets || hadTargets)
            writer.Write(patch.HasTargets ? patch.Targets : own, targetCount);

        // The frame's own lists, and the padding after them: only who has the templates could tell the two apart.
        if ((flags & 0x07) != 0)
            writer.Copy(ref reader, reader.Remaining);

        if (reader.Overran || writer.Overran)
            return false;

        length = writer.Length;
        WriteFrameNumber(destination, patch);
        return true;
    }

    private static void WriteFrameNumber(Span<byte> descriptor, PayloadPatch patch)
    {
        if (patch.HasFrameNumber)
            BinaryPrimitives.WriteUInt16BigEndian(descriptor[1..], patch.FrameNumber);
    }
}
