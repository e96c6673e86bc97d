using Protocols.Sdp;

namespace MediaServer.Terminals;

/// <summary>
/// What nobody speaking sounds like in each codec, 20 ms of it. A line to a terminal never falls quiet: some hang up when it does.
/// </summary>
internal static class Silence
{
    private const int Octets = 160;

    private static readonly byte[] Pcmu = Fill(0xFF);
    private static readonly byte[] Pcma = Fill(0xD5);

    /// <summary>The codeword on which a decoder stands still at zero.</summary>
    private static readonly byte[] G722 = Fill(0xFC);

    /// <summary>CELT, full band, 20 ms, its silence flag set (RFC 6716 §4.3).</summary>
    private static readonly byte[] Opus = [0xF8, 0xFF, 0xFE];

    public static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(20);

    public static byte[] Frame(CodecName codec) => codec switch
    {
        CodecName.Pcma => Pcma,
        CodecName.Pcmu => Pcmu,
        CodecName.G722 => G722,
        _ => Opus,
    };

    private static byte[] Fill(byte octet)
    {
        var frame = new byte[Octets];
        frame.AsSpan().Fill(octet);
        return frame;
    }
}
