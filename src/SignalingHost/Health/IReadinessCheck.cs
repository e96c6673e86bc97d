namespace SignalingHost.Health;

/// <summary>Something the server cannot do its work without. Whoever owns it registers a check; all are asked at /health/ready.</summary>
internal interface IReadinessCheck
{
    string Name { get; }

    Readiness Check();
}

/// <summary>Whether it is ready, and a word on why not.</summary>
internal readonly record struct Readiness(bool IsReady, string Detail);
