using System.Text.Json.Serialization.Metadata;

namespace Meetings.Corporations;

/// <summary>How corporations, accounts and rooms are kept.</summary>
public static class CorporationJson
{
    public static class Default
    {
        public static JsonTypeInfo<Corporation> Corporation { get; } = KeptForm.Of<Corporation>();

        public static JsonTypeInfo<Account> Account { get; } = KeptForm.Of<Account>();

        public static JsonTypeInfo<CloudRoom> CloudRoom { get; } = KeptForm.Of<CloudRoom>();
    }
}
