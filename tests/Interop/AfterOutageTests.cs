using Interop.Hosting;
using Interop.Meetings;

namespace Interop;

/// <summary>A network that is gone for a while: the page comes back by itself as the same participant, with sound and picture.</summary>
[Category("Browser")]
[Parallelizable]
public sealed class AfterOutageTests
{
    private Surroundings _place = null!;
    private Secretary _secretary = null!;

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await Surroundings.CreateAsync(isPrivate: true, Secretary.Settings);
        _secretary = await Secretary.LogInAsync(_place);
    }

    [OneTimeTearDown]
    public async Task End() => await _place.DisposeAsync();

    [TearDown]
    public async Task Part()
    {
        await _place.Network!.CutAsync(false);
        await _place.ClosePagesAsync();
    }

    // The shorter one the connections outlive, and pictures move within a second or so; after the longer one the server has given them
    // up and they are made anew.
    [TestCase(10, 5)]
    [TestCase(33, 10)]
    public async Task After_an_outage_everybody_is_back_as_himself(int seconds, double patience)
    {
        var meeting = await _secretary.BookAsync();
        var alice = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Alice);
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob);
        await alice.SeesAsync(bob);
        await bob.SeesAsync(alice);
        var before = await alice.PeopleAsync();

        await _place.Network!.CutAsync(true);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await _place.Network.CutAsync(false);
        var begin = Environment.TickCount64;
        await alice.SeesAgainAsync(bob, patience);
        await bob.SeesAgainAsync(alice, patience);
        TestContext.Out.WriteLine($"after {seconds} s without a network both see each other move again within {(Environment.TickCount64 - begin) / 1000.0:0.0} s");
        await alice.UntilAsync("!document.querySelector('.returning')", "the page to be back", patience: 25);
        await Task.WhenAll(alice.SeesMovingAsync(bob), bob.SeesMovingAsync(alice));
        await alice.HearsAsync(bob);
        await bob.HearsAsync(alice);
        Assert.That(await alice.PeopleAsync(), Is.EquivalentTo(before), "the same two, and nobody else");
    }
}
