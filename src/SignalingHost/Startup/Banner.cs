using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SignalingHost.Accounts;
using SignalingHost.Settings;
using SignalingHost.Web;

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

    /// <summary>What there is to try, with links that lead to it.</summary>
    public static async Task PrintDemoAsync(this WebApplication app, Ground ground)
    {
        if (!ground.Settings.Demo)
            return;

        var facts = await app.Services.GetRequiredService<Demo>().PrepareAsync();
        var (address, meeting) = (app.Services.GetRequiredService<PublicAddress>(), facts.Meeting);
        var at = ground.Settings.Http.PublicAddress.Length > 0 ? address.Base : $"https://localhost:{BoundPorts(app).Https}";
        await Console.Out.WriteAsync($"""
              demo   users {string.Join(", ", facts.Logins)}; terminal {facts.Terminal?.Login}, number {facts.Terminal?.SipNumber}; {PasswordOf(facts)}
                     {facts.Owner.Login}'s room {facts.Room.Number.Value} for {facts.Room.Seats}: chair password {facts.Room.Passwords.Chair}, guest password {facts.Room.Passwords.Guest}
                     meeting {meeting.Id.Value} runs until {meeting.End:yyyy-MM-dd HH:mm} UTC: chair password {meeting.Passwords.Chair}, guest password {meeting.Passwords.Guest}
              guest  {address.JoinLink(at, meeting.Dialled, meeting.Tokens.Guest)}
              chair  {address.JoinLink(at, meeting.Dialled, meeting.Tokens.Chair)}  (logged in as {facts.Owner.Login})

            """);
    }

    private static string PasswordOf(DemoFacts facts) => facts.DrawnPassword is { } drawn ? $"password {drawn} for those that are new (shown this once)" : "passwords as before";

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
