namespace MediaServer.Packets;

/// <summary>The right to one slot of a <see cref="PacketPool"/>: where it is, and which holding of it this is.</summary>
public readonly record struct PacketSlot(int Index, uint Generation);
