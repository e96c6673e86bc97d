using Load;
using Load.Commands;

// Started by ./bench.sh, which sets up the networks and the servers: Load COMMAND --name=value …
if (args.Length == 0)
{
    Console.Error.WriteLine("Use ./bench.sh core|janus|latency|large|soak|sip|audio|rush|mixer|capacity");
    return 2;
}

if (args[0] == "floor")
    return FloorCommand.Run(new Arguments(args[1..]));

if (args[0] == "through")
    return ThroughCommand.Run(new Arguments(args[1..]));

if (args[0] == "mixer")
    return new MixerCommand(new Arguments(args[1..])).Run();

using var run = new LoadRun(args[0], new Arguments(args[1..]));
try
{
    await run.ServerIsReadyAsync();
    switch (args[0])
    {
        case "core":
            return await new CoreCommand(run).RunAsync();
        case "large":
            return await new LargeCommand(run).RunAsync();
        case "meeting":
            return await new MeetingCommand(run).RunAsync();
        case "soak":
            return await new SoakCommand(run).RunAsync();
        case "latency":
            return await new LatencyCommand(run).RunAsync();
        case "sip":
            return await new SipCommand(run).RunAsync();
        case "audio":
            return await new AudioCommand(run).RunAsync();
        case "rush":
            return await new RushCommand(run).RunAsync();
        case "capacity":
            return await new CapacityCommand(run).RunAsync();
        case "janus":
            return await new JanusCommand(run).RunAsync();
        default:
            Console.Error.WriteLine($"There is no command {args[0]}.");
            return 2;
    }
}
catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or ArgumentException or TimeoutException or IOException)
{
    run.Progress.Clear();
    Console.Error.WriteLine($"{args[0]} could not be measured: {fault.Message}");
    return 1;
}
