using System.Text.Json.Serialization.Metadata;

namespace Meetings.History;

/// <summary>How history is kept.</summary>
public static class HistoryJson
{
    public static class Default
    {
        public static JsonTypeInfo<RunRecord> RunRecord { get; } = KeptForm.Of<RunRecord>();

        public static JsonTypeInfo<AttendanceEntry> AttendanceEntry { get; } = KeptForm.Of<AttendanceEntry>();

        public static JsonTypeInfo<AuditEntry> AuditEntry { get; } = KeptForm.Of<AuditEntry>();
    }
}
