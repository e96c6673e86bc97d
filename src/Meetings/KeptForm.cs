using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Meetings;

/// <summary>
/// The form in which records are kept between two runs of the server: JSON by the names of their members, so a renamed member is a migration.
/// What was kept before a member existed reads with that member's default. Generated serializers cannot do that: they hand every init-only
/// member a value, and a missing one is then null or zero, whatever its initializer says. So these are read by reflection.
/// </summary>
public static class KeptForm
{
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}
