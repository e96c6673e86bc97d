using System.Text;
using Protocols.Dtmf;

namespace Protocols.Tests.Dtmf;

public sealed class DtmfInfoTests
{
    [TestCase("application/dtmf-relay", "Signal=5\r\nDuration=160", '5', 160)]
    [TestCase("application/dtmf-relay", "Signal= *\r\nDuration= 250\r\n", '*', 250)]
    [TestCase("Application/DTMF-Relay; charset=utf-8", "signal=#\nduration=80\n", '#', 80)]
    [TestCase("application/dtmf-relay", "Duration=100\r\nSignal=10", '*', 100)]
    [TestCase("application/dtmf-relay", "Signal=11\r\n", '#', 160)]
    [TestCase("application/dtmf-relay", "Signal=d\r\nDuration=9999999", 'D', 8000)]
    [TestCase("application/dtmf", "7", '7', 160)]
    [TestCase("application/dtmf", "#\r\n", '#', 160)]
    [TestCase("application/dtmf", "Signal=0\r\nDuration=160\r\n", '0', 160)]
    public void Both_forms_are_read_as_terminals_write_them(string type, string body, char digit, int milliseconds)
    {
        Assert.That(DtmfInfo.TryParse(type, Encoding.ASCII.GetBytes(body), out var info));
        Assert.That((info.Digit.Symbol, info.Duration.TotalMilliseconds), Is.EqualTo((digit, milliseconds)));
    }

    [TestCase("application/dtmf-relay", "")]
    [TestCase("application/dtmf-relay", "Signal=\r\nDuration=160")]
    [TestCase("application/dtmf-relay", "Signal=16")]
    [TestCase("application/dtmf-relay", "Signal=x")]
    [TestCase("application/dtmf", "flash")]
    [TestCase("application/sdp", "5")]
    public void What_names_no_key_is_no_digit(string type, string body) =>
        Assert.That(DtmfInfo.TryParse(type, Encoding.ASCII.GetBytes(body), out _), Is.False);

    [Test]
    public void What_we_write_we_read()
    {
        DtmfDigit.TryFromSymbol('*', out var digit);
        var written = new DtmfInfo(digit, TimeSpan.FromMilliseconds(120));

        Assert.That(DtmfInfo.TryParse(DtmfInfo.RelayType, Encoding.ASCII.GetBytes(written.ToString()), out var read));
        Assert.That(read, Is.EqualTo(written));
    }

    [Test]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(8);
        var body = new byte[300];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(body);
            Assert.That(() => DtmfInfo.TryParse("application/dtmf-relay", body.AsSpan(0, random.Next(body.Length)), out _), Throws.Nothing);
        }
    }
}
