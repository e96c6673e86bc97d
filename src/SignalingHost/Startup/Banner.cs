using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SignalingHost.Accounts;
using SignalingHost.Settings;

namespace SignalingHost.Startup;

/// <summary>The few lines that tell a person where the server is, printed once when it is ready.</summary>
internal static class Banner
{
    public static void PrintWhenStarted(this WebApplication app, Ground ground, FirstAdministrator? first) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            Console.Out.Write(Text(ground, BoundPorts(app)) + Administrator(first));
            Log.Serving(app.Logger, ground.Store.NodeId, ground.Settings.Roles);
        });

    private static string Text(Ground ground, (int Http, int Https) ports)
    {
        var settings = ground.Settings;
        var media = settings.Roles.HasFlag(NodeRoles.Media)
            ? $"UDP and TCP {settings.Media.ShardPorts} at {string.Join(", ", settings.Media.Announced())}"
            : "none: Roles leaves it out";
        return $"""
            Conference server ready.
              http   http://localhost:{ports.Http}/
              https  https://localhost:{ports.Https}/  ({ground.Certificate.Origin})
              media  {media}
              data   {Place(ground)}

            """;
    }

    // Printed once: afterwards only its hash is known.
    private static string Administrator(FirstAdministrator? first) => first switch
    {
        null => "",
        { DrawnPassword: { } drawn } => $"  admin  {first.Login}  password {drawn}  (shown this once; change it at PUT /v1/usg/acs/password)\n",
        _ => $"  admin  {first.Login}\n",
    };

    private static string Place(Ground ground) =>
        ground.Settings.Data.ConnectionString.Value.Length > 0 ? $"{ground.Data.FullPath}, {ground.Store.Place}" : ground.Data.FullPath;

    // Kestrel knows the real ports where a setting said 0.
    private static (int Http, int Https) BoundPorts(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToArray();
        return (Port("http"), Port("https"));

        int Port(string scheme) => addresses.First(a => a.Scheme == scheme).Port;
    }
}
