using Protocols;

namespace Load.Measuring;

/// <summary>One line that says how far a run is: rewritten in place on a terminal, else a new one every few seconds.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private Instant _next;
    private int _lastLength;

    public void Say(string what)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{what.PadRight(_lastLength)}");
            _lastLength = what.Length;
            return;
        }

        var now = Edge.Clock.Now;
        if (now < _next)
            return;

        Console.Error.WriteLine(what);
        _next = now + BetweenLines;
    }

    public void Clear()
    {
        if (!Console.IsErrorRedirected && _lastLength > 0)
            Console.Error.Write($"\r{new string(' ', _lastLength)}\r");

        _lastLength = 0;
        _next = default;
    }
}
