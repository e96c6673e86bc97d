using SignalingHost.Accounts;
using SignalingHost.Calls;
using SignalingHost.Conferences;
using SignalingHost.Health;
using SignalingHost.Logging;
using SignalingHost.Media;
using SignalingHost.Mixing;
using SignalingHost.Prompts;
using SignalingHost.Push;
using SignalingHost.Rest;
using SignalingHost.Signaling;
using SignalingHost.Sip;
using SignalingHost.Startup;
using SignalingHost.Telemetry;
using SignalingHost.Trunks;
using SignalingHost.Web;
using SignalingHost.Whip;

try
{
    var clock = TimeProvider.System;
    using var ground = Ground.Prepare(args, clock);

    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.AddEventLog(ground.Settings.Log, ground.Configuration);
    builder.AddGround(ground, clock);
    builder.AddAccounts();
    builder.AddBookings();
    builder.AddConferences();
    builder.AddBookingClock();
    builder.AddPush();
    builder.AddSignaling();
    builder.AddRest();
    builder.AddMetrics();
    builder.AddMedia(ground);
    builder.AddMixing(ground.Settings);
    builder.AddPrompts(ground.Settings.Prompts);
    builder.AddSip(ground);
    builder.AddTrunks(ground);
    builder.AddCalls(ground);
    builder.AddOtlp(ground.Settings.Telemetry, ground.Store.NodeId);
    builder.AddWebServer(ground);

    await using var app = builder.Build();
    app.UseForwarding(ground.Settings.Http);
    app.UseRest();
    app.MapRest();
    app.MapPush();
    app.MapSignaling();
    app.MapHealth();
    app.MapMetrics();
    app.MapWhip();
    app.MapClient();
    var first = await app.Services.GetRequiredService<FirstStart>().RunAsync();
    app.PrintWhenStarted(ground, first);
    await app.RunAsync(ground, () => app.PrintDemoAsync(ground));
    return 0;
}
catch (StartRefusal refusal)
{
    return await refusal.PrintAsync(Console.Error);
}
