namespace SignalingHost.Tests.Storage;

/// <summary>Which database a test runs against; every test of what is stored runs against both.</summary>
public enum Database
{
    Embedded,
    Postgres,
}
