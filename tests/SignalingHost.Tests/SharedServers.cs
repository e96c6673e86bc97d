using SignalingHost.Tests.Storage;

namespace SignalingHost.Tests;

/// <summary>Ends what the tests share, after the last of them.</summary>
[SetUpFixture]
public sealed class SharedServers
{
    [OneTimeTearDown]
    public void End() => PostgresServer.End();
}
