namespace Protocols.Codecs;

/// <summary>
/// What has to be written differently for one receiver into one packet. It is decided once, when the packet is offered,
/// is kept with the record of the sent packet, and is applied again when that packet is retransmitted.
/// </summary>
/// <remarks>
/// VP8 and VP9: bits 0-14 picture id, 16-23 TL0PICIDX, 25-29 KEYIDX, each followed by a bit that says it is there.
/// Dependency descriptor: bits 0-15 frame number, 16-47 active decode targets, 48-52 their number - 1, 53 they are to be
/// written, 54 the structure is to be attached, 55 there is a frame number.
/// </remarks>
public readonly record struct PayloadPatch(ulong Bits)
{
    public static readonly PayloadPatch None;

    private const ulong PictureIdFlag = 1UL << 15;
    private const ulong BaseLayerIndexFlag = 1UL << 24;
    private const ulong KeyIndexFlag = 1UL << 30;
    private const ulong TargetsFlag = 1UL << 53;
    private const ulong StructureFlag = 1UL << 54;
    private const ulong FrameNumberFlag = 1UL << 55;

    internal bool HasPictureId => (Bits & PictureIdFlag) != 0;

    internal ushort PictureId => (ushort)(Bits & 0x7FFF);

    internal bool HasBaseLayerIndex => (Bits & BaseLayerIndexFlag) != 0;

    internal byte BaseLayerIndex => (byte)(Bits >> 16);

    internal bool HasKeyIndex => (Bits & KeyIndexFlag) != 0;

    internal byte KeyIndex => (byte)((Bits >> 25) & 0x1F);

    internal bool HasFrameNumber => (Bits & FrameNumberFlag) != 0;

    internal ushort FrameNumber => (ushort)Bits;

    internal bool HasTargets => (Bits & TargetsFlag) != 0;

    internal uint Targets => (uint)(Bits >> 16);

    internal int TargetCount => (int)((Bits >> 48) & 0x1F) + 1;

    internal bool AttachesStructure => (Bits & StructureFlag) != 0;

    internal PayloadPatch WithPictureId(long id) => new(Bits | PictureIdFlag | ((ulong)id & 0x7FFF));

    internal PayloadPatch WithBaseLayerIndex(byte index) => new(Bits | BaseLayerIndexFlag | ((ulong)index << 16));

    internal PayloadPatch WithKeyIndex(int index) => new(Bits | KeyIndexFlag | ((ulong)(index & 0x1F) << 25));

    internal PayloadPatch WithFrameNumber(long number) => new(Bits | FrameNumberFlag | (ushort)number);

    internal PayloadPatch WithTargets(uint targets, int count) =>
        new(Bits | TargetsFlag | ((ulong)targets << 16) | ((ulong)((count - 1) & 0x1F) << 48));

    internal PayloadPatch WithStructure() => new(Bits | StructureFlag);
}
