namespace SignalingHost.Storage.Steps;

/// <summary>Step 1: the installation's name for itself.</summary>
internal static class NodeStep
{
    public const string Sql =
        """
        CREATE TABLE node (
            only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
            id         TEXT NOT NULL,
            created_at TEXT NOT NULL
        );
        """;
}
