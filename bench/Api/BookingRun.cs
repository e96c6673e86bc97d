using System.Globalization;

namespace Api;

/// <summary>Books many meetings, then lists and searches among them.</summary>
internal sealed class BookingRun(BenchServer server, Results results)
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const int Callers = 16;
    private const int Warming = 2_000;
    private const int Questions = 300;

    private int _number;

    public async Task CreateAsync(int many)
    {
        await server.CallAsync(Callers, Warming, BookAsync);
        var before = await server.LiveBytesAsync();
        var calls = await server.CallAsync(Callers, many - Warming, BookAsync);
        results.Add("create", calls.Rates);
        results.Add("booked", ("bytes", (await server.LiveBytesAsync() - before) / (double)(many - Warming)), ("resident MB of all", server.ResidentBytes / 1e6));
    }

    /// <summary>One question at a time, as a person asks.</summary>
    public async Task ListAsync()
    {
        foreach (var (what, query) in new[]
        {
            ("list all", "queryAll=true&limit=20"),
            ("list own", "limit=20"),
            ("list next week", "queryAll=true&queryConfMode=AWEEK&limit=20"),
            ("list newest", "queryAll=true&limit=20&sortType=DSC_StartTIME"),
            ("list last page", $"queryAll=true&limit=20&offset={_number - 20}"),
            ("page of 500", "queryAll=true&limit=500"),
            ("search one", $"queryAll=true&searchKey=number%20{_number / 2}"),
            ("search half", "queryAll=true&searchKey=weekly"),
            ("search none", "queryAll=true&searchKey=nothing%20like%20this"),
            ("search own", "searchKey=number%2011"),
        })
        {
            await server.CallAsync(1, Questions / 10, () => server.ReadAsync($"{Meetings}?{query}"));
            results.Add(what, (await server.CallAsync(1, Questions, () => server.ReadAsync($"{Meetings}?{query}"))).Rates);
        }
    }

    private Task BookAsync()
    {
        var number = Interlocked.Increment(ref _number);
        return server.SendAsync(HttpMethod.Post, Meetings, new
        {
            mediaTypes = "HDVideo",
            startTime = DateTime.UtcNow.AddMinutes(60 + (number * 7919L % 400_000)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            subject = $"{(number % 2 == 0 ? "Weekly" : "项目会议")} number {number}",
            attendees = new[] { new { name = "Li", phone = "+8613800000000", type = "mobile" } },
            confConfigInfo = new { isSendNotify = false },
        });
    }
}
