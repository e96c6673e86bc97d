using Protocols.Codecs;

namespace Protocols.Tests.Codecs;

public sealed class OpusTocTests
{
    [TestCase("08 00 00", OpusMode.Silk, 20, 1, false, TestName = "SILK narrow band, one frame of 20 ms")]
    [TestCase("18 00 00", OpusMode.Silk, 60, 1, false, TestName = "SILK narrow band, one frame of 60 ms")]
    [TestCase("68 00 00", OpusMode.Hybrid, 20, 1, false, TestName = "Hybrid, 20 ms")]
    [TestCase("78 00 00", OpusMode.Hybrid, 20, 1, false, TestName = "Hybrid full band, 20 ms, the usual voice packet")]
    [TestCase("F8 00 00", OpusMode.Celt, 20, 1, false, TestName = "CELT full band, 20 ms")]
    [TestCase("FC 00 00", OpusMode.Celt, 20, 1, true, TestName = "In stereo")]
    [TestCase("F9 00 00", OpusMode.Celt, 40, 2, false, TestName = "Two frames")]
    [TestCase("FB 03 00", OpusMode.Celt, 60, 3, false, TestName = "A counted number of frames")]
    [TestCase("E8 00 00", OpusMode.Celt, 5, 1, false, TestName = "CELT full band, 5 ms")]
    public void The_first_byte_tells_mode_and_duration(string bytes, OpusMode mode, int ms, int frames, bool isStereo)
    {
        Assert.That(OpusToc.TryParse(Packets.Hex(bytes), out var toc));

        Assert.That((toc.Mode, toc.FrameCount, toc.IsStereo), Is.EqualTo((mode, frames, isStereo)));
        Assert.That(toc.Duration, Is.EqualTo(TimeSpan.FromMilliseconds(ms)));
    }

    [TestCase("78", true)]
    [TestCase("78 FE", true)]
    [TestCase("78 FE 01", false)]
    public void One_or_two_bytes_are_silence(string bytes, bool isDtx)
    {
        Assert.That(OpusToc.TryParse(Packets.Hex(bytes), out var toc));
        Assert.That(toc.IsDtx, Is.EqualTo(isDtx));
    }

    [TestCase("", TestName = "Nothing")]
    [TestCase("FB", TestName = "A count that isn't there")]
    [TestCase("FB 00", TestName = "No frames")]
    [TestCase("FB 07", TestName = "More than 120 ms")]
    public void What_no_packet_can_be_is_refused(string bytes) => Assert.That(OpusToc.TryParse(Packets.Hex(bytes), out _), Is.False);
}
