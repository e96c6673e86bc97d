namespace SignalingHost.Storage;

/// <summary>
/// The steps from an empty store to this program's. Step n takes a store from version n - 1 to n and never changes once it has
/// been released: what it made is corrected by a later step.
/// </summary>
internal static class Migrations
{
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE node (
            only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
            id         TEXT NOT NULL,
            created_at TEXT NOT NULL
        );
        """,
    ];
}
