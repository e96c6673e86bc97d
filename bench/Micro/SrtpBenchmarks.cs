using BenchmarkDotNet.Attributes;
using Protocols;
using Protocols.Srtp;

namespace Micro;

/// <summary>What protecting and unprotecting one packet costs, by profile and by whose ciphers do it.</summary>
[MemoryDiagnoser]
public class SrtpBenchmarks
{
    // As many packets as one measurement sends, so that the receiver finds each one fresh and its key warm, as in a burst.
    private const int Burst = 256;
    private const int HeaderLength = 12;

    private readonly byte[][] _packets = new byte[Burst][];
    private SrtpSender _sender = null!;
    private SrtpReceiver _receiver = null!;
    private uint _rollover;
    private long _next;

    [Params(200, 1200)]
    public int Length { get; set; }

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1_80)]
    public SrtpProfile Profile { get; set; }

    [Params(SrtpCryptoChoice.Fastest, SrtpCryptoChoice.OpenSsl, SrtpCryptoChoice.Platform)]
    public SrtpCryptoChoice Choice { get; set; }

    [GlobalSetup]
    public void Agree()
    {
        var random = new Random(1);
        var keyAndSalt = new byte[Profile.KeyLength() + Profile.SaltLength()];
        random.NextBytes(keyAndSalt);
        if (!SrtpKeys.TryFromKeyAndSalt(Profile, keyAndSalt, out var keys))
            throw new InvalidOperationException("The profile's own lengths were refused.");

        _sender = new SrtpSender(Profile, keys, Choice);
        _receiver = new SrtpReceiver(Profile, keys, choice: Choice);
        for (var i = 0; i < Burst; i++)
        {
            var packet = new byte[Length + _sender.RtpOverhead];
            random.NextBytes(packet);
            (packet[0], packet[1], packet[2], packet[3]) = (0x80, 96, 0, (byte)i);
            (packet[8], packet[9], packet[10], packet[11]) = (0xCA, 0xFE, 0xBA, 0xBE);
            _packets[i] = packet;
        }
    }

    [Benchmark(OperationsPerInvoke = Burst)]
    public int Protect()
    {
        _rollover++;
        var total = 0;
        foreach (var packet in _packets)
            total += _sender.ProtectRtp(packet, HeaderLength, Length, _rollover);

        return total;
    }

    /// <summary>A fresh stream for each burst would cost a table entry, so the packets are protected anew: subtract <see cref="Protect"/>.</summary>
    [Benchmark(OperationsPerInvoke = Burst)]
    public int ProtectAndUnprotect()
    {
        var accepted = 0;
        foreach (var packet in _packets)
        {
            var sequence = _next++;
            (packet[2], packet[3]) = ((byte)(sequence >> 8), (byte)sequence);
            _sender.ProtectRtp(packet, HeaderLength, Length, (uint)(sequence >> 16));
            if (_receiver.UnprotectRtp(packet, out _) == DropReason.None)
                accepted++;
        }

        return accepted == Burst ? accepted : throw new InvalidOperationException("A packet was refused.");
    }

    [GlobalCleanup]
    public void Forget()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }
}
