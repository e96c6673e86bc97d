using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>Numbers as people type them, and as trunks want them.</summary>
public sealed class NumberRuleTests
{
    [TestCase("+86 138-0013-8000", "+8613800138000", "")]
    [TestCase("tel:+1 (555) 010.9999", "+15550109999", "")]
    [TestCase("0571/2873 6000,,123#", "057128736000", ",,123#")]
    [TestCase("10086p1w2;3", "10086", ",1,2,3")]
    [TestCase("10086,,", "10086", "")]
    [TestCase("*67 10086", "*6710086", "")]
    [TestCase("1", "1", "")]
    public void A_number_is_read_as_people_type_it(string typed, string number, string behind)
    {
        Assert.That(DialledNumber.TryParse(typed, out var dialled), Is.True);
        Assert.That((dialled.Number, dialled.DigitsBehind), Is.EqualTo((number, behind)));
    }

    [TestCase("")]
    [TestCase("+")]
    [TestCase(",123")]
    [TestCase("alice")]
    [TestCase("+86+138")]
    [TestCase("8613800138000@example.net")]
    [TestCase("138\r\nEvil: yes")]
    [TestCase("１３８００１３８０００")]
    [TestCase("123456789012345678901234567890123")]
    [TestCase("1,1234567890123456789012345678901234567890123456789")]
    public void What_is_no_number_is_refused(string typed) => Assert.That(DialledNumber.TryParse(typed, out _), Is.False);

    [TestCase("+86... -> 0...", "+8657128736000", "057128736000")]
    [TestCase("+... -> 00...", "+15550109999", "0015550109999")]
    [TestCase("0... -> +86...", "057128736000", "+8657128736000")]
    [TestCase("9... -> ...", "957128736000", "57128736000")]
    [TestCase("400xxxxxxx -> +86400...", "4008123456", "+864008123456")]
    [TestCase("112 -> 110", "112", "110")]
    [TestCase("... -> *67...#", "10086", "*6710086#")]
    [TestCase("+86... -> no | ... -> ...", "10086", "10086")]
    public void The_first_rule_that_fits_writes_the_number(string rules, string number, string written)
    {
        Assert.That(Rules(rules).TryRewrite(number, out var rewritten), Is.True);
        Assert.That(rewritten, Is.EqualTo(written));
    }

    [TestCase("+86900... -> no | +86... -> 0...", "+869001")]
    [TestCase("+86... -> 0...", "+15550109999")]
    [TestCase("400xxxxxxx -> ...", "40081234567")]
    [TestCase("400xxxxxxx -> ...", "400812345")]
    [TestCase("400xxxxxxx -> ...", "400812345#")]
    [TestCase("9... -> ...", "9")]
    [TestCase("+... -> 0000000000000000000000...", "+86138001380001")]
    public void What_no_rule_allows_is_not_dialled(string rules, string number) =>
        Assert.That(Rules(rules).TryRewrite(number, out _), Is.False);

    [TestCase("+86")]
    [TestCase("-> 0...")]
    [TestCase("abc -> 0...")]
    [TestCase("0... ->")]
    [TestCase("0...1 -> ...")]
    [TestCase("0... -> ...+")]
    [TestCase("0x1 -> 2")]
    [TestCase("0... -> alice")]
    [TestCase("0... -> ......")]
    [TestCase("")]
    public void What_is_no_rule_is_told(string text) => Assert.That(NumberRule.TryParse(text, out _), Is.False);

    [Test]
    public void Without_rules_numbers_go_as_they_are()
    {
        Assert.That(NumberRules.None.TryRewrite("+8613800138000", out var rewritten), Is.True);
        Assert.That(rewritten, Is.EqualTo("+8613800138000"));
    }

    [TestCase("sip.example.net", "sip.example.net:5060;transport=udp", 0, 1)]
    [TestCase("192.0.2.7:5070;transport=tcp;priority=2;weight=30", "192.0.2.7:5070;transport=tcp", 2, 30)]
    [TestCase("sip.example.net;transport=TLS", "sip.example.net:5061;transport=tls", 0, 1)]
    [TestCase("[2001:db8::7]; weight=0", "[2001:db8::7]:5060;transport=udp", 0, 0)]
    public void A_host_says_where_how_and_in_what_order(string text, string written, int priority, int weight)
    {
        Assert.That(TrunkHost.TryParse(text, out var host), Is.True);
        Assert.That(($"{host}", host!.Priority, host.Weight), Is.EqualTo((written, priority, weight)));
    }

    [TestCase("")]
    [TestCase("sip:example.net")]
    [TestCase("example.net:0")]
    [TestCase("example.net:70000")]
    [TestCase("example.net;transport=smoke")]
    [TestCase("example.net;transport=1")]
    [TestCase("example.net;weight=-1")]
    [TestCase("example.net;weight=70000")]
    [TestCase("example.net;colour=red")]
    [TestCase("exa mple.net")]
    public void What_is_no_host_is_told(string text) => Assert.That(TrunkHost.TryParse(text, out _), Is.False);

    [Test]
    public void No_text_throws([Range(1, 5)] int seed)
    {
        const string Letters = "+0123456789x.->no,;p*# :[]=tcpudl\r\n\0é";
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)])]);
            if (DialledNumber.TryParse(text, out var dialled))
                Assert.That(dialled.Number, Has.Length.InRange(1, DialledNumber.MaxLength).And.Not.Contain("\r"));
            if (NumberRule.TryParse(text, out var rule) && new NumberRules([rule!]).TryRewrite("+8613800138000", out var written))
                Assert.That(written, Has.Length.InRange(1, DialledNumber.MaxLength).And.Not.Contain("\r"));
            if (TrunkHost.TryParse(text, out var host))
                Assert.That(host!.Port, Is.Not.Zero);
        }
    }

    private static NumberRules Rules(string text) => new(
        [.. text.Split('|').Select(line => NumberRule.TryParse(line, out var rule) ? rule! : throw new ArgumentException(line))]);
}
