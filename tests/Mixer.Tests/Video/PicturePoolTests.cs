using Mixer.Video;

namespace Mixer.Tests.Video;

public sealed class PicturePoolTests
{
    [TestCase(1280, 720)]
    [TestCase(1, 1)]
    [TestCase(353, 287)]
    public unsafe void Every_line_of_every_plane_begins_at_a_multiple_of_64_bytes_and_no_two_overlap(int width, int height)
    {
        using var pool = new PicturePool(new PicturePoolOptions());
        Assert.That(pool.TryRent(width, height, out var picture));

        picture.View.Fill(1, 2, 3);

        foreach (var (plane, value) in new[] { (picture.View.Luma, 1), (picture.View.Blue, 2), (picture.View.Red, 3) })
        {
            Assert.That((long)plane.Start % 64, Is.Zero);
            Assert.That(plane.Stride % 64, Is.Zero);
            for (var y = 0; y < plane.Height; y++)
                Assert.That(plane.Row(y).IndexOfAnyExcept((byte)value), Is.EqualTo(-1));
        }

        Assert.That((picture.View.Blue.Width, picture.View.Red.Height), Is.EqualTo(((width + 1) / 2, (height + 1) / 2)));
        picture.Return();
    }

    [Test]
    public void A_holding_that_was_returned_is_refused_in_everything()
    {
        using var pool = new PicturePool(new PicturePoolOptions());
        pool.TryRent(64, 64, out var picture);
        picture.Return();

        Assert.That(picture.Return, Throws.InvalidOperationException);
        Assert.That(() => picture.View, Throws.InvalidOperationException);
        Assert.That(() => picture.Share(), Throws.InvalidOperationException);
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Returning_twice_does_not_take_the_picture_from_the_other_holder()
    {
        using var pool = new PicturePool(new PicturePoolOptions());
        pool.TryRent(64, 64, out var mine);
        var yours = mine.Share();
        yours.View.Fill(7, 7, 7);
        mine.Return();

        Assert.That(mine.Return, Throws.InvalidOperationException);
        Assert.That(yours.View.Luma.Row(0)[0], Is.EqualTo(7));
        Assert.That(pool.Outstanding, Is.EqualTo(1));
        yours.Return();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void A_stale_holding_is_refused_when_the_same_memory_is_rented_again()
    {
        using var pool = new PicturePool(new PicturePoolOptions());
        pool.TryRent(64, 64, out var old);
        old.Return();
        pool.TryRent(64, 64, out var current);

        Assert.That(old.Return, Throws.InvalidOperationException);
        Assert.That(() => old.View, Throws.InvalidOperationException);
        Assert.That(current.Width, Is.EqualTo(64));
        current.Return();
    }

    [Test]
    public void No_picture_at_all_says_so() => Assert.That(() => default(Picture).View, Throws.InvalidOperationException);

    [Test]
    public void Memory_has_an_end_and_idle_pictures_make_room_for_other_sizes()
    {
        using var pool = new PicturePool(new PicturePoolOptions { MaxBytes = 3 << 20 });
        Assert.That(pool.TryRent(1280, 720, out var first));
        Assert.That(pool.TryRent(1280, 720, out var second));
        Assert.That(pool.TryRent(1280, 720, out _), Is.False);

        first.Return();
        second.Return();
        Assert.That(pool.TryRent(960, 540, out var other));
        Assert.That(pool.TryRent(1280, 720, out var third));
        Assert.That(pool.Bytes, Is.LessThanOrEqualTo(3 << 20));
        other.Return();
        third.Return();
    }

    [Test]
    public void A_picture_held_when_the_pool_closes_is_good_until_it_is_returned()
    {
        var pool = new PicturePool(new PicturePoolOptions());
        pool.TryRent(64, 64, out var picture);
        pool.Dispose();

        picture.View.Fill(1, 1, 1);
        picture.Return();

        Assert.That((pool.Outstanding, pool.Bytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void Renting_and_returning_allocates_nothing_on_the_heap()
    {
        using var pool = new PicturePool(new PicturePoolOptions());
        Turn(pool);

        Assert.That(Allocations.Least(() => Turn(pool), times: 100), Is.Zero);
    }

    private static void Turn(PicturePool pool)
    {
        pool.TryRent(1280, 720, out var canvas);
        pool.TryRent(640, 360, out var pane);
        var shared = canvas.Share();
        canvas.Return();
        shared.Return();
        pane.Return();
    }
}
