namespace Meetings.Tests;

public sealed class IdentitiesTests
{
    [TestCase(32)]
    [TestCase(48)]
    public void Hex_has_the_length_asked_for(int digits) =>
        Assert.That(new SeededIdentities().Hex(digits), Does.Match($"^[0-9a-f]{{{digits}}}$"));

    [Test]
    public void Every_digit_of_a_password_is_as_likely_as_the_next()
    {
        var counts = new int[10];
        foreach (var digit in new SeededIdentities().Digits(10_000))
            counts[digit - '0']++;

        Assert.That(counts, Is.All.InRange(900, 1100));
    }

    // 4 294 967 295 is no multiple of 7: the last few draws would favour the small numbers, so they are drawn again.
    [Test]
    public void A_draw_from_the_unfair_end_is_drawn_again()
    {
        var source = new Listed([0xFF, 0xFF, 0xFF, 0xFF], [5, 0, 0, 0]);

        Assert.That(source.Below(7), Is.EqualTo(5));
    }

    private sealed class Listed(params byte[][] draws) : IIdentitySource
    {
        private int _next;

        public void Fill(Span<byte> bytes) => draws[_next++].CopyTo(bytes);
    }
}
