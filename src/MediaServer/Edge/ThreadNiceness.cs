namespace MediaServer.Edge;

/// <summary>
/// Who runs first where more threads want a core than there are: packets and sound, then everything else, then pictures. It is Linux's nice
/// value, which there belongs to a thread; <see cref="ThreadPriority"/> does nothing on Linux.
/// </summary>
public static unsafe class ThreadNiceness
{
    /// <summary>Nine times the weight of a thread that was left as it is: whoever is kept from the core here is heard.</summary>
    public const int Sound = -10;

    /// <summary>A third of the weight of a thread that was left as it is: what is late here is a picture.</summary>
    public const int Pictures = 5;

    private const int Ordinary = 0;
    private const int OfThreads = 0;
    private const int CallingThread = 0;

    /// <summary>Whether sound may come first: to who is not root, the system grants it by CAP_SYS_NICE or a limit (LimitNICE).</summary>
    public static bool MayHurry()
    {
        var may = false;
        var thread = new Thread(() => may = TryTake(Sound));
        thread.Start();
        thread.Join();
        return may;
    }

    /// <summary>For the calling thread alone. False when the system refuses; the thread then runs as before.</summary>
    public static bool TryTake(int nice)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        // The runtime starts threads of its pool and of its compiler from whichever thread first needs them: those shall not be hurried too.
        var none = 0;
        return Libc.SetScheduler(CallingThread, Ordinary | Libc.ResetOnFork, &none) == 0 && Libc.SetPriority(OfThreads, CallingThread, nice) == 0;
    }
}
