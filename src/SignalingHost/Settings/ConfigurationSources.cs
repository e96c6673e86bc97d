namespace SignalingHost.Settings;

/// <summary>Where settings are looked for. The later a source, the stronger: files, then environment, then command line.</summary>
internal static class ConfigurationSources
{
    public static IConfigurationRoot Files() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
        .Build();

    public static IConfigurationRoot CommandLine(string[] arguments) => new ConfigurationBuilder().AddCommandLine(arguments).Build();

    public static IConfigurationRoot Together(IConfiguration files, IConfiguration commandLine) => new ConfigurationBuilder()
        .AddConfiguration(files)
        .AddEnvironmentVariables()
        .AddConfiguration(commandLine)
        .Build();
}
