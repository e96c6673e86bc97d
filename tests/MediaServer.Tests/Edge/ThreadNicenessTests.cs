using System.Globalization;
using MediaServer.Edge;

namespace MediaServer.Tests.Edge;

/// <summary>What the system says of a thread that took a niceness, and of those around it.</summary>
public sealed class ThreadNicenessTests
{
    private const int NiceField = 19;

    [Test]
    public void A_thread_of_pictures_gives_way_and_no_other_does()
    {
        var here = OfThisThread();
        var (taken, there) = OnAnother(() => (ThreadNiceness.TryTake(ThreadNiceness.Pictures), OfThisThread()));

        Assert.That((taken, there, OfThisThread()), Is.EqualTo((true, ThreadNiceness.Pictures, here)));
    }

    [Test]
    public void A_thread_of_sound_comes_first_where_it_may_and_what_it_starts_is_as_others_are()
    {
        var (taken, there, started) = OnAnother(() => (ThreadNiceness.TryTake(ThreadNiceness.Sound), OfThisThread(), OnAnother(OfThisThread)));

        Assert.That(taken, Is.EqualTo(ThreadNiceness.MayHurry()));
        Assert.That((there, started), Is.EqualTo(taken ? (ThreadNiceness.Sound, 0) : (OfThisThread(), OfThisThread())));
    }

    private static T OnAnother<T>(Func<T> work)
    {
        var result = default(T)!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }

    private static int OfThisThread()
    {
        // The name may have blanks and brackets; what follows it has none.
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[NiceField - 3], CultureInfo.InvariantCulture);
    }
}
