using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SignalingHost.Settings;
using SignalingHost.Startup;

namespace SignalingHost.Web;

/// <summary>Kestrel as this server wants it: one plain and one TLS port on all interfaces, and limits that a stranger cannot lift.</summary>
internal static class WebServer
{
    public static void AddWebServer(this WebApplicationBuilder builder, Ground ground)
    {
        var (http, https) = (ground.Settings.Http, ground.Settings.Https);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = http.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = http.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.ListenAnyIP(http.Port);
            kestrel.ListenAnyIP(https.Port, listen => listen.UseHttps(tls =>
            {
                tls.ServerCertificate = ground.Certificate.Certificate;
                tls.ServerCertificateChain = ground.Certificate.Chain;
            }));
        });
    }

    /// <summary>Starts, does what is to be done then, and runs until told to end. A port that was taken since it was checked ends the start as the check would have.</summary>
    public static async Task RunAsync(this WebApplication app, Ground ground, Func<Task> whenStarted)
    {
        try
        {
            await app.StartAsync();
            await whenStarted();
            await app.WaitForShutdownAsync();
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            var settings = ground.Settings;
            var (name, port) = refused.Message.Contains($":{settings.Https.Port}", StringComparison.Ordinal)
                ? ("Https:Port", settings.Https.Port)
                : ("Http:Port", settings.Http.Port);
            throw new StartRefusal(FreePorts.Sentence(name, PortProtocol.Tcp, port, SocketError.AddressAlreadyInUse));
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to end before the start was through; that is an end like any other.
        }
    }
}
