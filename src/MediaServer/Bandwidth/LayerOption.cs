using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>One thing a published track can be forwarded as.</summary>
/// <param name="Height">Of the picture, in pixels.</param>
/// <param name="Bitrate">Measured, of everything that has to be forwarded for this choice: lower temporal layers included, and with
/// scalable coding the lower spatial ones too. Unknown is zero, and what is unknown is not offered.</param>
/// <param name="IsActive">It is being sent by the publisher now.</param>
public readonly record struct LayerOption(LayerChoice Choice, int Height, Bitrate Bitrate, bool IsActive = true);
