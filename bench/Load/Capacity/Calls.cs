using System.Globalization;
using System.Net;
using Load.Commands;
using Load.Measuring;
using Load.Sip;
using Load.Streams;

namespace Load.Capacity;

/// <summary>
/// Meetings of those who take one stream: telephones (sound), or terminals that film and are shown the composed picture too, beside browsers. Two of each meeting
/// talk. All have an account, call with a password behind the id, and stay.
/// </summary>
internal sealed class Calls : ICapacityKind, IDisposable
{
    private const int Talkers = 2;
    private const int AtOnce = 16;

    /// <summary>Of the 30 that everybody is shown where nothing is given up.</summary>
    private const double LeastPictures = 25;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly LoadRun _run;
    private readonly int _size;
    private readonly bool _films;
    private readonly SipAccounts _accounts;
    private readonly SipFlood _flood;
    private readonly RtpLines _lines;
    private readonly ServerMetrics _metrics;
    private readonly string[] _numbers;
    private int _meetings;

    /// <param name="run">Whose server and arguments.</param>
    /// <param name="accounts">Books meetings.</param>
    /// <param name="numbers">Of the terminals.</param>
    /// <param name="size">How many of them are in each meeting.</param>
    /// <param name="clip">What they film; null for telephones.</param>
    public Calls(LoadRun run, SipAccounts accounts, string[] numbers, int size, MediaClip? clip)
    {
        (_run, _accounts, _numbers, _size, _films) = (run, accounts, numbers, size, clip is not null);
        var here = IPAddress.Parse(run.Arguments["address"]);
        _lines = new RtpLines(here, clip);
        _flood = new SipFlood(new IPEndPoint(Server, run.Arguments.Number("sip-port", 5060)), here);
        _metrics = new ServerMetrics(new HttpClient(), run.Server);
        SwitchOn();
    }

    public string Name => "telephones";

    public string What => $"meetings of {_size} telephones in G.711, two of whom talk";

    public string Delay => "how much further apart than 20 ms packets of the mixed sound come";

    public int PeopleEach => _size;

    public int Step => _run.Arguments.Number("step-calls", 5);

    public CapacityBounds Bounds { get; } = new(0.001, TimeSpan.FromMilliseconds(40));

    private IPAddress Server => IPAddress.Parse(_run.Arguments["server-address"]);

    public async Task<string> GrowAsync(int more)
    {
        for (var i = 0; i < more; i++)
        {
            if (await CallAsync(await _accounts.MeetingAsync()) is { Length: > 0 } refused)
                return refused;
        }

        return "";
    }

    /// <summary>The next terminals call one more meeting; says why they could not, or nothing.</summary>
    public async Task<string> CallAsync(string dialled)
    {
        if ((_meetings + 1) * _size > _numbers.Length)
            return $"the load has {_numbers.Length} terminals and no more";

        return await Task.Run(() => Call(_meetings++ * _size, dialled));
    }

    public async Task<CapacityStep> MeasureAsync(TimeSpan time, string what)
    {
        _lines.Take();
        var counted = await _metrics.ReadAsync();
        var before = _run.ServerProcess.Read();
        _run.Progress.Say(what);
        await Task.Run(() => _flood.Stay(time));
        var after = _run.ServerProcess.Read();
        var (tally, gaps, busy) = _lines.Take();
        var server = await _metrics.ReadAsync();
        var use = after - before;
        var between = gaps.Quantile(0.99) - TimeSpan.FromMilliseconds(20);
        return new(_meetings, _meetings * _size, use.Load, between > TimeSpan.Zero ? between : TimeSpan.Zero, Share(tally, use.Elapsed), busy)
        {
            Refused = _films ? WhyNotAllSee(server, counted, tally.Pictures / use.Elapsed.TotalSeconds) : "",
            GivenUp = (int)server.Highest("conference_picture_given_up"),
            PacketsPerSecond = tally.Packets / use.Elapsed.TotalSeconds,
            MemoryMegabytes = after.Resident / 1e6,
        };
    }

    public async Task EmptyAsync()
    {
        await Task.Run(() =>
        {
            foreach (var terminal in _flood.Terminals.Where(terminal => terminal.IsInCall))
                terminal.HangUp();
            _flood.Stay(Goodbye);
        });
        _lines.Clear();
        _meetings = 0;
        SwitchOn();
    }

    public void Dispose()
    {
        _flood.Dispose();
        _lines.Dispose();
    }

    private void SwitchOn() => _flood.SwitchOn(_numbers, _films ? Sound + Picture : Sound);

    private string Sound => string.Create(CultureInfo.InvariantCulture, $"""
        m=audio {_lines.SoundPort} RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000

        """).ReplaceLineEndings("\r\n");

    private string Picture => string.Create(CultureInfo.InvariantCulture, $"""
        m=video {_lines.PicturePort} RTP/AVP 97
        b=TIAS:512000
        a=rtpmap:97 H264/90000
        a=fmtp:97 profile-level-id=42801f;packetization-mode=1;max-fs=3600;max-mbps=108000

        """).ReplaceLineEndings("\r\n");

    // What is missing among what came, and packets of sound that never came at all.
    private double Share(RtpTally tally, TimeSpan elapsed)
    {
        var sound = _meetings * _size * 50 * elapsed.TotalSeconds;
        var missing = Math.Max(tally.Lost, _films ? 0 : (0.99 * sound) - tally.Packets);
        return tally.Packets == 0 ? 1 : Math.Max(0, missing) / (tally.Packets + Math.Max(0, tally.Lost));
    }

    // What the server gives up in quality is no bound: it is how it stretches. That somebody is shown no composed picture, or one that jerks, is.
    private string WhyNotAllSee(MetricsSnapshot server, MetricsSnapshot counted, double pictures)
    {
        if (server.Sum("conference_picture_refused_viewers_total") > counted.Sum("conference_picture_refused_viewers_total"))
            return "a viewer was refused a composed picture";
        if (server.Sum("conference_picture_viewers") < _meetings * _size)
            return "not all are promised a composed picture";
        var each = pictures / (_meetings * _size);
        return each < LeastPictures ? $"{each:F0} pictures a second" : "";
    }

    private string Call(int first, string dialled)
    {
        var refused = "";
        var done = _flood.Run(_size, AtOnce, Limit, terminal => terminal.Call(dialled), answered: terminal =>
        {
            if (terminal.Status >= 300)
                refused = $"a call was answered with {terminal.Status}";
            else if (terminal.IsInCall)
                Connect(terminal, terminal.Index - first < Talkers);
        }, first: first);
        return refused.Length > 0 ? refused : done < _size ? "calls were not answered" : "";
    }

    private void Connect(SipTerminal terminal, bool talks)
    {
        _lines.Add(Server, PortOf(terminal.Answer, "m=audio "), _films ? PortOf(terminal.Answer, "m=video ") : 0, talks);
    }

    private static int PortOf(string answer, string line)
    {
        var start = answer.IndexOf(line, StringComparison.Ordinal);
        return start < 0 ? 0 : int.Parse(answer.AsSpan(start + line.Length, answer.IndexOf(' ', start + line.Length) - start - line.Length), CultureInfo.InvariantCulture);
    }
}
