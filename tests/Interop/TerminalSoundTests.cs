using Interop.Hosting;
using Interop.Meetings;
using SignalingHost.Tests.Sip;

namespace Interop;

/// <summary>Terminals and a browser in one meeting, each measured at his ear, which is what baresip has decoded and what Chromium plays.</summary>
[Category("Browser")]
[Category("SipTools")]
public sealed class TerminalSoundTests
{
    private const int PlainTone = 1_000;
    private const int SecretTone = 1_900;

    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await SharedSurroundings.GetAsync();

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task A_browser_and_terminals_one_of_them_with_forced_encryption_hear_each_other_and_not_themselves_also_after_a_hold()
    {
        var meeting = await (await Secretary.LogInAsync(_place)).BookAsync();
        var dial = $"/dial {meeting.SipAddress(_place.Server)}";
        await using var plain = await Baresip.StartAsync("<sip:plain@127.0.0.1>;regint=0;audio_codecs=PCMA/8000/1", PlainTone, "-e", dial);
        await using var secret = await Baresip.StartAsync("<sip:secret@127.0.0.1>;regint=0;audio_codecs=PCMU/8000/1;mediaenc=srtp-mand", SecretTone, "-e", dial);
        var alice = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Alice);

        await alice.HearsAsync(PlainTone, loud: true);
        await alice.HearsAsync(SecretTone, loud: true);
        await alice.HearsNothingOfAsync(alice);
        await plain.HearsAsync(SecretTone);
        await plain.HearsAsync(Guise.Alice.Tone);
        await secret.HearsAsync(PlainTone);
        await secret.HearsAsync(Guise.Alice.Tone);

        await HoldAsync(alice, plain, PlainTone, SecretTone);
        await HoldAsync(alice, secret, SecretTone, PlainTone);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Baresip.TenthsOf(PlainTone, plain.Heard()), Is.Zero, "tenths of a second in which the plain one heard himself");
            Assert.That(Baresip.TenthsOf(SecretTone, secret.Heard()), Is.Zero, "tenths of a second in which the encrypted one heard himself");
        }
    }

    // baresip's recorder ends at the first hold: what it hears afterwards is shown where terminals are simulated.
    private static async Task HoldAsync(Attendee alice, Baresip terminal, int tone, int otherTone)
    {
        await terminal.CommandAsync("hold");
        await alice.HearsAsync(tone, loud: false);
        await alice.HearsAsync(otherTone, loud: true);
        await terminal.CommandAsync("resume");
        await alice.HearsAsync(tone, loud: true);
    }
}
