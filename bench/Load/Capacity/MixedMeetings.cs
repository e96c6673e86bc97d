using Load.Commands;
using Load.Sip;
using Load.Streams;

namespace Load.Capacity;

/// <summary>
/// Meetings in which browsers and terminals meet, each served his own way: browsers get streams, a terminal one composed picture and one mixed sound,
/// and browsers hear terminals' voices made into Opus.
/// </summary>
internal sealed class MixedMeetings(LoadRun run, SipAccounts accounts, string[] numbers, int browsers, int terminals, int pictures, MediaClip film) : ICapacityKind, IAsyncDisposable
{
    private readonly ForwardedMeetings _browsers = new(run, browsers, pictures);
    private readonly Calls _terminals = new(run, accounts, numbers, terminals, film);
    private readonly List<string> _tokens = [];

    public string Name => "mixed";

    public string What =>
        $"meetings of {browsers} browsers as above and {terminals} terminals that send 640 x 360 in H.264 and G.711 and are shown one composed picture (512 kbit/s) and one mixed sound";

    public string Delay => "the worse of browsers' and terminals'";

    public int PeopleEach => browsers + terminals;

    public int Step => run.Arguments.Number("step-mixed", 1);

    public CapacityBounds Bounds => _browsers.Bounds;

    public async Task<string> GrowAsync(int more)
    {
        for (var i = 0; i < more; i++)
        {
            var dialled = await accounts.MeetingAsync("HDVideo");
            if (await _terminals.CallAsync(dialled) is { Length: > 0 } refused)
                return refused;

            var people = new List<(string Room, string Token)>();
            for (var browser = 0; browser < browsers; browser++)
                people.Add((dialled.Split('*')[0], await accounts.JoinAsync(dialled, $"Browser {browser}")));

            _tokens.AddRange(people.Select(one => one.Token));
            if (await _browsers.AddAsync(people) is { Length: > 0 } whyNot)
                return whyNot;
        }

        return "";
    }

    public async Task<CapacityStep> MeasureAsync(TimeSpan time, string what)
    {
        var looks = await Task.WhenAll(_browsers.MeasureAsync(time, what), _terminals.MeasureAsync(time, what));
        var (forwarded, called) = (looks[0], looks[1]);
        return forwarded with
        {
            People = forwarded.Units * PeopleEach,
            Delay = forwarded.Delay > called.Delay ? forwarded.Delay : called.Delay,
            Loss = Math.Max(forwarded.Loss, called.Loss),
            LoadBusy = Math.Max(forwarded.LoadBusy, called.LoadBusy),
            Refused = forwarded.Refused.Length > 0 ? forwarded.Refused : called.Refused,
            GivenUp = called.GivenUp,
            PacketsPerSecond = forwarded.PacketsPerSecond + called.PacketsPerSecond,
        };
    }

    public async Task EmptyAsync()
    {
        await _browsers.EmptyAsync();
        foreach (var token in _tokens)
            await accounts.LeaveAsync(token);

        _tokens.Clear();
        await _terminals.EmptyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browsers.DisposeAsync();
        _terminals.Dispose();
    }
}
