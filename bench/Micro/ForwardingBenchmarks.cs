using BenchmarkDotNet.Attributes;
using Protocols.Codecs;
using Protocols.Loss;
using Protocols.Rtp;

namespace Micro;

/// <summary>What reading a packet once, and deciding and rewriting for one receiver, cost apart from copying and encrypting.</summary>
[MemoryDiagnoser]
public class ForwardingBenchmarks
{
    private const int Burst = 256;

    // The RTP header and descriptor of a VP8 packet with 15-bit picture id, TL0PICIDX, TID and KEYIDX.
    private readonly byte[] _packet = [0x80, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x90, 0xF0, 0x80, 0, 7, 0x23, 0x11, .. new byte[1_100]];
    private readonly byte[] _opus = [0x78, .. new byte[79]];
    private readonly byte[] _redundant = new byte[RedEncoder.MaxPayloadLength];
    private readonly Vp8Rewriter _pictures = new();
    private readonly SequenceRewriter _numbers = new(default);
    private readonly RedEncoder _encoder = new();
    private CodecReaderState _state;
    private ushort _next;

    [Benchmark(OperationsPerInvoke = Burst)]
    public int ReadFrame()
    {
        var starts = 0;
        for (var i = 0; i < Burst; i++)
            starts += Read().StartsFrame ? 1 : 0;

        return starts;
    }

    [Benchmark(OperationsPerInvoke = Burst)]
    public long ReadAndRewriteForOne()
    {
        var last = 0L;
        for (var i = 0; i < Burst; i++)
        {
            var frame = Read();
            var number = new SequenceNumber(_next);
            if (i % 2 == 1)
            {
                _pictures.Drop(frame);
                _numbers.Drop(number);
                continue;
            }

            if (!_pictures.TryMap(frame, out var patch) || !_numbers.TryMap(number, out last))
                throw new InvalidOperationException("A packet in order was refused.");

            PayloadPatches.Apply(VideoCodec.Vp8, _packet.AsSpan(12), patch);
        }

        return last;
    }

    [Benchmark(OperationsPerInvoke = Burst)]
    public int EncodeAllRedundancyClasses()
    {
        var total = 0;
        for (var i = 0; i < Burst; i++, _next++)
        {
            _encoder.Add(new SequenceNumber(_next), new RtpTimestamp(_next * 960u), _opus);
            foreach (var earlier in RedEncoder.Classes)
            {
                if (_encoder.TryWrite(earlier, new PayloadType(111), _redundant, out var length))
                    total += length;
            }
        }

        return total;
    }

    private FrameInfo Read()
    {
        _next++;
        _packet[14] = (byte)(0x80 | (_next >> 8));
        _packet[15] = (byte)_next;
        return RtpPacket.TryParse(_packet, out var packet) ? FrameReader.Read(VideoCodec.Vp8, packet, default, ref _state) : default;
    }
}
