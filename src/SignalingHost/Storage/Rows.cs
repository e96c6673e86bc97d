using System.Data.Common;

namespace SignalingHost.Storage;

/// <summary>Columns as this program means them, whatever the database calls them.</summary>
internal static class Rows
{
    extension(DbDataReader row)
    {
        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public bool Flag(int column) => row.GetInt32(column) != 0;

        public int? NumberOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public DateTimeOffset Moment(int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

        public DateTimeOffset? MomentOrNull(int column) => row.IsDBNull(column) ? null : row.Moment(column);
    }
}
