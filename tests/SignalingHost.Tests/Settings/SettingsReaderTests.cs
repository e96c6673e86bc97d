using Microsoft.Extensions.Configuration;
using SignalingHost.Settings;

namespace SignalingHost.Tests.Settings;

/// <summary>What is read from configuration, and what is said about what cannot be.</summary>
public sealed class SettingsReaderTests
{
    [Test]
    public void Nothing_set_is_fine()
    {
        var settings = Read(out var problems);

        Assert.That(problems, Is.Empty);
        Assert.That((settings.Http.Port, settings.Https.Port, settings.Sip.Port, settings.Sip.TlsPort), Is.EqualTo((8080, 8443, 5060, 5061)));
        Assert.That((settings.Media.FirstPort, settings.Media.RtpPorts, settings.Media.ShardCount), Is.EqualTo((40000, new PortRange(42000, 42999), Environment.ProcessorCount)));
        Assert.That((settings.Data.Directory, settings.Roles, settings.Drain.Timeout), Is.EqualTo(("./data", NodeRoles.All, TimeSpan.FromSeconds(10))));
    }

    [Test]
    public void Every_kind_of_value_is_read()
    {
        var settings = Read(out var problems, "--Media:RtpPorts=43000-43009", "--Media:PinThreads=true", "--Roles=signaling, media",
            "--Log:Format=json", "--Media:AnnouncedAddresses=192.0.2.1, 2001:db8::1", "--Admin:Account=root", "--Admin:Password=correct horse",
            "--Rooms:0:ConferenceId=hall", "--Rooms:0:PublishToken=p", "--Rooms:1:ConferenceId=annex", "--Rooms:1:PlayToken=q");

        Assert.That(problems, Is.Empty);
        Assert.That(settings.Media.RtpPorts, Is.EqualTo(new PortRange(43000, 43009)));
        Assert.That(settings.Media.PinThreads, Is.True);
        Assert.That(settings.Roles, Is.EqualTo(NodeRoles.Signaling | NodeRoles.Media));
        Assert.That(settings.Log.Format, Is.EqualTo(LogFormat.Json));
        Assert.That(settings.Media.AnnouncedAddresses, Is.EqualTo(new[] { "192.0.2.1", "2001:db8::1" }));
        Assert.That(settings.Admin.Password.Value, Is.EqualTo("correct horse"));
        Assert.That(settings.Rooms.Select(room => (room.ConferenceId, room.PublishToken.Value, room.PlayToken.Value)), Is.EqualTo(new[] { ("hall", "p", ""), ("annex", "", "q") }));
    }

    [Test]
    public void A_trunk_is_what_its_settings_say()
    {
        var settings = Read(out var problems, "--Sip:Trunks:0:Name=op", "--Sip:Trunks:0:Hosts=a.example.net;priority=1, 192.0.2.7:5070;transport=tcp", "--Sip:Trunks:0:Sources=198.51.100.0/24",
            "--Sip:Trunks:0:NumbersOut=+86900... -> no, +86... -> 0...", "--Sip:Trunks:0:Password=hush-hush", "--Sip:Trunks:0:Caller=meeting");
        var trunk = settings.Sip.Trunks.Single().ToTrunk(["4001"]);

        Assert.That(problems, Is.Empty);
        Assert.That(trunk.Hosts.Select(host => $"{host}"), Is.EqualTo(new[] { "a.example.net:5060;transport=udp", "192.0.2.7:5070;transport=tcp" }));
        Assert.That(trunk.NumbersOut.TryRewrite("+8657128736000", out var number), Is.True);
        Assert.That((number, trunk.Caller, trunk.Numbers[0], trunk.Password.Value), Is.EqualTo(("057128736000", Protocols.Sip.Trunks.CallerNumber.Meeting, "4001", "hush-hush")));
        Assert.That($"{settings.Sip.Trunks[0]} {trunk}", Does.Not.Contain("hush"));
    }

    [TestCase("10", 10)]
    [TestCase("2.5s", 2.5)]
    [TestCase("00:01:30", 90)]
    [TestCase("0", 0)]
    public void A_duration_is_seconds_or_a_clock_time(string text, double seconds)
    {
        var settings = Read(out var problems, $"--Drain:Timeout={text}");

        Assert.That(problems, Is.Empty);
        Assert.That(settings.Drain.Timeout, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("--Http:Port=abc", "Http:Port is 'abc', which is not a whole number: correct it or leave it out for the default, 8080.")]
    [TestCase("--Http:Port=70000", "Http:Port is 70000, which is no port: give a number from 0 to 65535.")]
    [TestCase("--Sip:Port=65536", "Sip:Port is 65536, which is no port: give a number from 0 to 65535.")]
    [TestCase("--Http:Port=8443", "Http:Port (8443) and Https:Port (8443) overlap: give one of them other ports.")]
    [TestCase("--Sip:Port=42500", "Sip:Port (42500) and Media:RtpPorts (42000-42999) overlap: give one of them other ports.")]
    [TestCase("--Media:RtpPorts=40000-40010", "Media:FirstPort (40000-40001) and Media:RtpPorts (40000-40010) overlap: give one of them other ports.")]
    [TestCase("--Media:RtpPorts=50-40", "Media:RtpPorts is 50-40, which is no range of ports: give first-last between 1 and 65535, the smaller first.")]
    [TestCase("--Media:RtpPorts=many", "Media:RtpPorts is 'many', which is not a range of ports such as 42000-42999: correct it or leave it out for the default, 42000-42999.")]
    [TestCase("--Media:Shards=-1", "Media:Shards is -1: give a number from 1 to 256, or 0 for one for each core.")]
    [TestCase("--Media:FirstPort=65535", "Media:FirstPort is 65535, which leaves no room for 2 shards below 65535: give a lower port.")]
    [TestCase("--Media:PinThreads=maybe", "Media:PinThreads is 'maybe', which is not true or false: correct it or leave it out for the default, False.")]
    [TestCase("--Sip:Digests=SHA-1", "Sip:Digests holds 'SHA-1', which is not SHA-256 or MD5: give one of them or both, the best first.")]
    [TestCase("--Media:AnnouncedAddresses=example.com", "Media:AnnouncedAddresses holds 'example.com', which is not an IP address: give addresses, not names, comma separated.")]
    [TestCase("--Media:AnnouncedAddresses=0.0.0.0", "Media:AnnouncedAddresses holds '0.0.0.0', which no one can send to: give the addresses that clients reach, or leave it empty.")]
    [TestCase("--Http:TrustedProxies=10.0.0.5,proxy", "Http:TrustedProxies holds 'proxy', which is neither an IP address nor a network: give such as 10.0.0.5 or 192.168.7.0/24, comma separated.")]
    [TestCase("--Http:TrustedProxies=0.0.0.0/0", "Http:TrustedProxies holds '0.0.0.0/0', which is everybody: give the addresses that your proxies call from.")]
    [TestCase("--Roles=cook", "Roles is 'cook', which is not a comma-separated choice of signaling, media, mixer, recorder: correct it or leave it out for the default, All.")]
    [TestCase("--Roles=2", "Roles is '2', which is not a comma-separated choice of signaling, media, mixer, recorder: correct it or leave it out for the default, All.")]
    [TestCase("--Log:Format=xml", "Log:Format is 'xml', which is not one of Simple, Json: correct it or leave it out for the default, Simple.")]
    [TestCase("--Media:ConsentTimeout=5", "Media:ConsentTimeout is 00:00:05: give 7 to 600 seconds.")]
    [TestCase("--Accounts:HashIterations=1", "Accounts:HashIterations is 1: give at least 1000, and the default or more where people's passwords are kept.")]
    [TestCase("--Sip:MaxTransactions=0", "Sip:MaxTransactions is 0: give at least 100.")]
    [TestCase("--Drain:Timeout=soon", "Drain:Timeout is 'soon', which is not a number of seconds or hh:mm:ss: correct it or leave it out for the default, 00:00:10.")]
    [TestCase("--Admin:ResetPassword=short", "Admin:ResetPassword is too simple: give 8 to 32 letters, digits and signs of at least two kinds, other than the account's name.")]
    [TestCase("--Admin:Password=12345678", "Admin:Password is too simple: give 8 to 32 letters, digits and signs of at least two kinds, other than the account's name.")]
    [TestCase("--Telemetry:OtlpEndpoint=collector:4317", "Telemetry:OtlpEndpoint is 'collector:4317', which is not an http or https address: give one such as http://collector:4317.")]
    [TestCase("--Https:KeyPath=k.pem", "Https:KeyPath is 'k.pem' but Https:CertificatePath is empty: give the certificate's file too.")]
    [TestCase("--Data:Directory=", "Data:Directory is empty: give a directory, or leave it out for ./data.")]
    [TestCase("--Rooms:0:ConferenceId=a/b", "Rooms:0:ConferenceId is 'a/b': give 1 to 64 letters, digits, '-', '_' or '.'.")]
    [TestCase("--Rooms:0:ConferenceId=a --Rooms:1:ConferenceId=a", "Rooms:1:ConferenceId is 'a', which an earlier room has already: give each room an id of its own.")]
    [TestCase("--Sip:Trunks:0:Name=a", "Sip:Trunks:0:Hosts is empty: give its servers, or Sources or IncomingUser for an exchange that only calls us.")]
    [TestCase("--Sip:Trunks:0:Hosts=op.example.net", "Sip:Trunks:0:Name is '': give 1 to 64 letters, digits, '-', '_' or '.'.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=sip:op", "Sip:Trunks:0:Hosts holds 'sip:op', which is no server: give such as sip.example.net:5060;transport=udp;priority=0;weight=1, comma separated.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Sources=0.0.0.0/0", "Sip:Trunks:0:Sources holds '0.0.0.0/0', which is everybody: give the addresses that the operator calls from.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Sources=op", "Sip:Trunks:0:Sources holds 'op', which is neither an IP address nor a network: give such as 192.0.2.5 or 198.51.100.0/24, comma separated.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Register=true", "Sip:Trunks:0:Register is true but User is empty: give what to register and where, or do not register.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Register=true --Sip:Trunks:0:User=u", "Sip:Trunks:0:Register is true but Password is empty: give the account's password.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:IncomingUser=pbx --Sip:Trunks:0:IncomingPassword=1234", "Sip:Trunks:0:IncomingPassword is shorter than 8 characters: strangers guess at such accounts day and night; give a longer one.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:NumbersOut=+86...=0", "Sip:Trunks:0:NumbersOut holds '+86...=0', which is no rule: give such as +86... -> 0... or +86900... -> no, comma separated.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Number=alice", "Sip:Trunks:0:Number is 'alice', which is no telephone number: give digits, perhaps behind a plus.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:ProbeEvery=1", "Sip:Trunks:0:ProbeEvery is 00:00:01: give at least 5 seconds, or 0 for never.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:RegisterFor=5", "Sip:Trunks:0:RegisterFor is 00:00:05: give between a minute and a day.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Codecs=PCMA,G729", "Sip:Trunks:0:Codecs holds 'G729', which is not spoken over trunks: give some of G722, PCMA, PCMU, opus, the best first.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Dtmf=Morse", "Sip:Trunks:0:Dtmf is 'Morse', which is not one of Events, Info, InBand: correct it or leave it out for the default, Events.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Srtp=Forced", "Sip:Trunks:0:Srtp is Forced, but not all of Hosts are reached by TLS, so the keys would go in clear: give transport=tls, or BestEffort.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Weight=-1", "Sip:Trunks:0:Weight is -1: give a number from 0 to 65535.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:1:Name=A --Sip:Trunks:1:Hosts=op", "Sip:Trunks:1:Name is 'A', which an earlier trunk has already: give each trunk a name of its own.")]
    [TestCase("--Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op --Sip:Trunks:0:Caller=Nobody", "Sip:Trunks:0:Caller is 'Nobody', which is not one of Fixed, Meeting, Participant: correct it or leave it out for the default, Fixed.")]
    [TestCase("--Sip:Trunks:0:Colour=red --Sip:Trunks:0:Name=a --Sip:Trunks:0:Hosts=op", "Sip:Trunks:0:Colour is not a setting: docs/operate/settings.md lists those that are.")]
    [TestCase("--Sip:AccessNumbers:0:Number=", "Sip:AccessNumbers:0:Number is '', which is no telephone number: give digits, perhaps behind a plus.")]
    [TestCase("--Sip:AccessNumbers:0:Number=4001 --Sip:AccessNumbers:1:Number=4001", "Sip:AccessNumbers:1:Number is '4001', which an earlier one is already: give each number once.")]
    [TestCase("--Sip:AccessNumbers:0:Number=4001 --Sip:AccessNumbers:0:Trunk=op", "Sip:AccessNumbers:0:Trunk is 'op', which is no trunk's name: give one of Sip:Trunks:…:Name, or leave it out.")]
    [TestCase("--Sip:AccessNumbers:0:Number=4001 --Sip:AccessNumbers:0:Language=Klingon", "Sip:AccessNumbers:0:Language is 'Klingon', which is not one of Chinese, Bilingual, English: correct it or leave it out for the default, Chinese.")]
    [TestCase("--Http:Prot=1", "Http:Prot is not a setting: docs/operate/settings.md lists those that are.")]
    [TestCase("--urls=http://*:5000", "urls is not a setting: docs/operate/settings.md lists those that are.")]
    [TestCase("--Http=8080", "Http is not a setting: docs/operate/settings.md lists those that are.")]
    public void A_mistake_is_told_in_one_sentence(string arguments, string sentence)
    {
        _ = Read(out var problems, [.. arguments.Split(" --").Select(part => "--" + part.TrimStart('-')), .. TwoShards(arguments)]);

        Assert.That(problems, Is.EqualTo(new[] { sentence }));
    }

    [Test]
    public void All_mistakes_are_told_at_once()
    {
        _ = Read(out var problems, "--Http:Port=abc", "--Sip:Port=-1", "--Roles=cook", "--Media:RtpPorts=5061");

        Assert.That(problems, Has.Length.EqualTo(3));
    }

    [Test]
    public void Log_levels_may_be_set_as_anywhere_in_aspnet()
    {
        _ = Read(out var problems, "--Logging:LogLevel:Default=Debug");

        Assert.That(problems, Is.Empty);
    }

    [Test]
    public void Secrets_do_not_print()
    {
        var settings = Read(out _, "--Admin:Account=root", "--Admin:Password=correct horse", "--Https:CertificatePassword=battery", "--Rooms:0:ConferenceId=a", "--Rooms:0:PublishToken=staple");

        Assert.That($"{settings} {settings.Admin} {settings.Https} {settings.Rooms[0]}", Does.Not.Contain("horse").And.Not.Contain("battery").And.Not.Contain("staple"));
    }

    private static string[] TwoShards(string arguments) => arguments.Contains("Media:Shards", StringComparison.Ordinal) ? [] : ["--Media:Shards=2"];

    private static ServerSettings Read(out string[] problems, params string[] arguments)
    {
        var commandLine = ConfigurationSources.CommandLine(arguments);
        var reader = new SettingsReader(commandLine);
        reader.RefuseUnknown(commandLine);
        var settings = reader.Read();
        problems = [.. reader.Problems];
        return settings;
    }
}
