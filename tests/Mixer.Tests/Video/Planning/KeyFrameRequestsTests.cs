using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Planning;

public sealed class KeyFrameRequestsTests
{
    [Test]
    public void A_hundred_viewers_who_ask_all_the_time_get_one_key_frame_a_second()
    {
        var requests = new KeyFrameRequests(new KeyFrameOptions());
        var made = 0;
        for (var ms = 0; ms < 10_000; ms += 10)
        {
            requests.Request(At(ms));
            made += ms % 30 == 0 && requests.TryTake(At(ms)) ? 1 : 0;
        }

        Assert.That(made, Is.InRange(9, 10));
        Assert.That(requests.Requested, Is.EqualTo(1_000));
    }

    [Test]
    public void One_who_asks_after_a_quiet_while_waits_a_tenth_of_a_second()
    {
        var requests = new KeyFrameRequests(new KeyFrameOptions());
        requests.Request(At(5_000));
        requests.Request(At(5_080));

        Assert.That(requests.NextDeadline, Is.EqualTo(At(5_100)));
        Assert.That(requests.TryTake(At(5_099)), Is.False);
        Assert.That(requests.TryTake(At(5_100)), Is.True);
        Assert.That(requests.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_key_frame_that_the_encoder_made_by_itself_answers_who_waits()
    {
        var requests = new KeyFrameRequests(new KeyFrameOptions());
        requests.Request(At(0));
        requests.MadeOne(At(50));

        Assert.That(requests.TryTake(At(500)), Is.False);
        requests.Request(At(600));
        Assert.That(requests.NextDeadline, Is.EqualTo(At(1_050)));
    }

    private static Instant At(int milliseconds) => Instant.Zero + TimeSpan.FromMilliseconds(milliseconds);
}
