using SignalingHost.Settings;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Startup;

/// <summary>
/// What the server stands on: checked settings, native libraries, a data directory of its own with an open store, a
/// certificate, free ports. Everything that is wrong is found here, before anything runs, and told in one go.
/// </summary>
internal sealed class Ground : IDisposable
{
    private Ground(ServerSettings settings, IConfiguration configuration, DataDirectory data, Store store, ServerCertificate certificate)
    {
        Settings = settings;
        Configuration = configuration;
        Data = data;
        Store = store;
        Certificate = certificate;
    }

    public ServerSettings Settings { get; }

    /// <summary>All sources together, for what ASP.NET Core reads by itself (log levels).</summary>
    public IConfiguration Configuration { get; }

    public DataDirectory Data { get; }

    public Store Store { get; }

    public ServerCertificate Certificate { get; }

    public static Ground Prepare(string[] arguments, TimeProvider clock)
    {
        var settings = ReadSettings(arguments, out var configuration, out var problems);

        problems.AddRange(NativeLibraries.Check(settings.Mixing));

        DataDirectory? data = null;
        if (settings.Data.Directory.Length > 0 && !DataDirectory.TryOpen(settings.Data.Directory, out data, out var problem))
            problems.Add(problem);

        // Ports that clash or are out of range have been told; whether they are free is the next question, not another answer.
        if (problems.Count == 0)
            problems.AddRange(FreePorts.Check(PortClaim.All(settings)));

        if (problems.Count > 0 || data is null)
        {
            data?.Dispose();
            throw new StartRefusal(problems);
        }

        Store? store = null;
        try
        {
            store = settings.Data.ConnectionString.Value is { Length: > 0 } server
                ? PostgresStore.Open(server, clock)
                : EmbeddedStore.Open(data, clock);
            var certificate = ServerCertificate.Load(settings.Https, data, clock);
            return new Ground(settings, configuration, data, store, certificate);
        }
        catch
        {
            store?.Dispose();
            data.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Store.Dispose();
        Data.Dispose();
    }

    private static ServerSettings ReadSettings(string[] arguments, out IConfiguration configuration, out List<string> problems)
    {
        try
        {
            var files = ConfigurationSources.Files();
            var commandLine = ConfigurationSources.CommandLine(arguments);
            configuration = ConfigurationSources.Together(files, commandLine);

            var reader = new SettingsReader(configuration);
            reader.RefuseUnknown(files);
            reader.RefuseUnknown(commandLine);
            var settings = reader.Read();
            problems = [.. reader.Problems];
            return settings;
        }
        catch (InvalidDataException broken)
        {
            throw new StartRefusal($"A settings file cannot be read ({broken.InnerException?.Message ?? broken.Message}): correct its JSON.");
        }
        catch (FormatException broken)
        {
            throw new StartRefusal($"The command line cannot be read ({broken.Message.TrimEnd('.')}): write settings as --Http:Port=8080.");
        }
    }
}
