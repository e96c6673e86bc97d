using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SignalingHost.Health;
using SignalingHost.Lifetime;
using SignalingHost.Settings;
using SignalingHost.Telemetry;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Lifetime;

/// <summary>How long those inside may stay when the server has been asked to end.</summary>
public sealed class DrainTests : IMediaStatistics, IHostApplicationLifetime
{
    private ManualClock _clock = null!;
    private Drain _drain = null!;
    private DrainingLifetime _lifetime = null!;
    private int _inside;
    private bool _stopped;

    CancellationToken IHostApplicationLifetime.ApplicationStarted => default;

    CancellationToken IHostApplicationLifetime.ApplicationStopping => default;

    CancellationToken IHostApplicationLifetime.ApplicationStopped => default;

    [SetUp]
    public void Begin()
    {
        _clock = new ManualClock(DateTimeOffset.UnixEpoch);
        (_inside, _stopped) = (2, false);
        _drain = new Drain();
        _lifetime = new DrainingLifetime(_drain, new DrainOptions { Timeout = TimeSpan.FromSeconds(10) }, this, this, _clock, NullLogger<DrainingLifetime>.Instance);
    }

    [TearDown]
    public void Dispose() => _lifetime.Dispose();

    [Test]
    public void With_nobody_inside_it_stops_at_once()
    {
        _inside = 0;

        _lifetime.Begin();

        Assert.That(_stopped, Is.True);
    }

    [Test]
    public void It_stops_when_the_last_has_left()
    {
        _lifetime.Begin();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That((_drain.HasBegun, _stopped), Is.EqualTo((true, false)));

        _inside = 0;
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.That(_stopped, Is.True);
    }

    [Test]
    public void It_stops_when_the_time_is_up()
    {
        _lifetime.Begin();

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(_stopped, Is.False);

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(_stopped, Is.True);
    }

    [Test]
    public void Asked_again_it_knows_that_it_was_asked()
    {
        Assert.That(_lifetime.Begin(), Is.True);
        Assert.That(_lifetime.Begin(), Is.False);
    }

    [Test]
    public async Task A_draining_server_is_live_and_not_ready()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_drain);
        await using var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.That(await StatusAsync(client, "/health/ready"), Is.EqualTo(HttpStatusCode.OK));

        _lifetime.Begin();

        Assert.That(await StatusAsync(client, "/health/ready"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await StatusAsync(client, "/health/live"), Is.EqualTo(HttpStatusCode.OK));
    }

    MediaStatistics IMediaStatistics.Read() => MediaStatistics.Idle with { Participants = _inside };

    void IHostApplicationLifetime.StopApplication() => _stopped = true;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
