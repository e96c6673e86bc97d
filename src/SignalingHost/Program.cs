using SignalingHost.Health;
using SignalingHost.Logging;
using SignalingHost.Media;
using SignalingHost.Startup;
using SignalingHost.Telemetry;
using SignalingHost.Web;
using SignalingHost.Whip;

try
{
    var clock = TimeProvider.System;
    using var ground = Ground.Prepare(args, clock);

    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.AddEventLog(ground.Settings.Log, ground.Configuration);
    builder.AddGround(ground, clock);
    builder.AddMetrics();
    builder.AddMedia(ground);
    builder.AddOtlp(ground.Settings.Telemetry, ground.Store.NodeId);
    builder.AddWebServer(ground);

    await using var app = builder.Build();
    app.MapHealth();
    app.MapMetrics();
    app.MapWhip();
    app.PrintWhenStarted(ground);
    await app.RunAsync(ground);
    return 0;
}
catch (StartRefusal refusal)
{
    return await refusal.PrintAsync(Console.Error);
}
