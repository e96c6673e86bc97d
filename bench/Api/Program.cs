using Api;

// Started by ./bench.sh api: Api SERVER.dll CORE [--bookings=N] [--people=N] [--meetings=N] [--changes=N]
if (args.Length < 2)
{
    Console.Error.WriteLine("Use ./bench.sh api");
    return 2;
}

using var server = await BenchServer.StartAsync(args[0], args[1]);
var results = new Results();
var booking = new BookingRun(server, results);
await booking.CreateAsync(Number("bookings", 100_000));
await booking.ListAsync();

var control = new ControlRun(server, results);
await control.RunningAsync(Number("meetings", 1_000));
await control.FillAsync(Number("people", 500));
await control.RealTimeAsync();
foreach (var subscribers in new[] { 1, 200 })
    await control.PushAsync(subscribers, Number("changes", 300));

results.Print();
results.Save("artifacts/bench");
Console.WriteLine(
    $"API create={results["create", "per second"]:F0}/s p99={results["create", "p99 ms"]:F1}ms realTimeInfo={results["realTimeInfo", "per second"]:F0}/s p99={results["realTimeInfo", "p99 ms"]:F1}ms "
    + $"list={results.Worst("list", "p99 ms"):F1}ms search={results.Worst("search", "p99 ms"):F1}ms booked={results["booked", "bytes"]:F0}B running={results["running", "bytes"]:F0}B");
return results.Worst("list", "p99 ms") < 20 && results.Worst("search", "p99 ms") < 20 && results.Worst("push", "p99 ms") < 100 ? 0 : 1;

int Number(string name, int otherwise) =>
    args.FirstOrDefault(word => word.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } said ? int.Parse(said[(name.Length + 3)..]) : otherwise;
