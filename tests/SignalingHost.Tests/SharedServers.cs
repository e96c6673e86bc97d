using SignalingHost.Tests.Storage;

// Those that may run beside others mostly wait: for a server's start, for a voice to end.
[assembly: LevelOfParallelism(3)]

namespace SignalingHost.Tests;

/// <summary>Ends what the tests share, after the last of them.</summary>
[SetUpFixture]
public sealed class SharedServers
{
    [OneTimeTearDown]
    public void End() => PostgresServer.End();
}
