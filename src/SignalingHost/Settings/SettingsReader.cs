using System.Collections;
using System.Globalization;
using System.Reflection;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>
/// Turns configuration (appsettings.json, environment, command line) into <see cref="ServerSettings"/>. Every value that cannot
/// be read leaves the default in its place and one sentence behind, so that all mistakes are told at once.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    // These belong to ASP.NET Core and are none of ours, but may stand beside ours.
    private static readonly string[] ForeignSections = ["Logging"];

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public ServerSettings Read()
    {
        var settings = (ServerSettings)ReadRecord(new ServerSettings(), configuration, path: "");
        _problems.AddRange(SettingsRules.Check(settings));
        return settings;
    }

    /// <summary>Says which names in <paramref name="written"/> are no settings. Not asked of the environment, which holds anything.</summary>
    public void RefuseUnknown(IConfiguration written)
    {
        foreach (var (key, value) in written.AsEnumerable())
        {
            if (value is not null && !IsKnown(key))
                _problems.Add($"{key} is not a setting: docs/operate/settings.md lists those that are.");
        }
    }

    private object ReadRecord(object defaults, IConfiguration section, string path)
    {
        foreach (var property in Settable(defaults.GetType()))
        {
            var name = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            var value = ReadValue(property.PropertyType, property.GetValue(defaults)!, section.GetSection(property.Name), name);
            property.SetValue(defaults, value);
        }

        return defaults;
    }

    private object ReadValue(Type type, object fallback, IConfigurationSection section, string name)
    {
        if (IsRecordOfSettings(type))
            return ReadRecord(fallback, section, name);

        if (IsListOfRecords(type, out var item))
            return ReadRecords(item, section, name);

        if (type == typeof(IReadOnlyList<string>))
            return ReadList(section, (IReadOnlyList<string>)fallback);

        if (section.Value is not { } text)
            return fallback;

        if (TryConvert(type, text.Trim(), out var value, out var wanted))
            return value;

        _problems.Add($"{name} is '{text}', which is not {wanted}: correct it or leave it out for the default, {fallback}.");
        return fallback;
    }

    private Array ReadRecords(Type item, IConfigurationSection section, string name)
    {
        var listed = section.GetChildren().ToArray();
        var records = Array.CreateInstance(item, listed.Length);
        for (var i = 0; i < listed.Length; i++)
            records.SetValue(ReadRecord(Activator.CreateInstance(item)!, listed[i], $"{name}:{listed[i].Key}"), i);
        return records;
    }

    private static string[] ReadList(IConfigurationSection section, IReadOnlyList<string> fallback)
    {
        var listed = section.GetChildren().Select(child => child.Value ?? "").ToArray();
        if (listed.Length == 0 && section.Value is { } text)
            listed = text.Split(',');

        var given = listed.Select(item => item.Trim()).Where(item => item.Length > 0).ToArray();
        return given.Length > 0 ? given : [.. fallback];
    }

    private static bool TryConvert(Type type, string text, out object value, out string wanted)
    {
        value = text;
        wanted = "";
        if (type == typeof(string))
            return true;

        if (type == typeof(Redacted<string>))
        {
            value = new Redacted<string>(text);
            return true;
        }

        if (type == typeof(int))
        {
            wanted = "a whole number";
            var read = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            value = number;
            return read;
        }

        if (type == typeof(bool))
        {
            wanted = "true or false";
            var read = bool.TryParse(text, out var flag);
            value = flag;
            return read;
        }

        if (type == typeof(PortRange))
        {
            wanted = "a range of ports such as 42000-42999";
            var read = PortRange.TryParse(text, out var range);
            value = range;
            return read;
        }

        if (type == typeof(TimeSpan))
        {
            wanted = "a number of seconds or hh:mm:ss";
            var read = TryReadDuration(text, out var duration);
            value = duration;
            return read;
        }

        if (type.IsEnum)
        {
            wanted = $"one of {string.Join(", ", Names(type))}";
            if (type.IsDefined(typeof(FlagsAttribute)))
                wanted = $"a comma-separated choice of {string.Join(", ", Names(type))}";
            return TryReadEnum(type, text, out value);
        }

        throw new InvalidOperationException($"No reader for settings of type {type}.");
    }

    // TimeSpan.Parse takes "10" for ten days; here it is ten seconds, as everybody means it.
    private static bool TryReadDuration(string text, out TimeSpan duration)
    {
        if (double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= TimeSpan.MaxValue.TotalSeconds / 2)
        {
            duration = TimeSpan.FromSeconds(seconds);
            return true;
        }

        return TimeSpan.TryParseExact(text, ["c", @"m\:ss"], CultureInfo.InvariantCulture, out duration) && text.Contains(':', StringComparison.Ordinal);
    }

    // Enum.TryParse also takes bare numbers, which name nothing to a reader.
    private static bool TryReadEnum(Type type, string text, out object value)
    {
        var numeric = text.Any(char.IsAsciiDigit);
        var read = Enum.TryParse(type, text, ignoreCase: true, out var parsed);
        value = parsed ?? text;
        return read && !numeric;
    }

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Where(name => name is not "None" and not "All").Select(name => type == typeof(NodeRoles) ? name.ToLowerInvariant() : name);

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static bool IsRecordOfSettings(Type type) => type.Namespace == typeof(ServerSettings).Namespace && type.IsClass;

    private static bool IsListOfRecords(Type type, out Type item)
    {
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        item = isList ? type.GetGenericArguments()[0] : type;
        return isList && IsRecordOfSettings(item);
    }

    private static bool IsKnown(string key)
    {
        var parts = key.Split(':');
        if (ForeignSections.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            return true;

        var type = typeof(ServerSettings);
        for (var i = 0; i < parts.Length; i++)
        {
            if (IsListOfRecords(type, out var item))
                type = item;                        // this part is the item's number
            else if (typeof(IEnumerable).IsAssignableFrom(type))
                return i == parts.Length - 1;       // this part is the item's number
            else if (Settable(type).FirstOrDefault(p => string.Equals(p.Name, parts[i], StringComparison.OrdinalIgnoreCase)) is { } property)
                type = property.PropertyType;
            else
                return false;
        }

        return !IsRecordOfSettings(type);
    }
}
