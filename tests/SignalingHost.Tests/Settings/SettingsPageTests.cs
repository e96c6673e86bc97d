using System.Collections;
using System.Reflection;
using System.Text;
using Protocols;
using SignalingHost.Settings;
using SignalingHost.Tests.Documents;

namespace SignalingHost.Tests.Settings;

/// <summary>The page for operators says exactly what the option records say.</summary>
public sealed class SettingsPageTests
{
    [Test]
    [Category(WrittenTable.Category)]
    public void The_table_of_settings_is_the_one_in_the_documents()
    {
        var table = new StringBuilder("| setting | default | what it is |\n| --- | --- | --- |\n");
        Rows(table, typeof(ServerSettings), new ServerSettings(), path: "");

        WrittenTable.MustBe("docs/operate/settings.md", "settings", table.ToString());
    }

    private static void Rows(StringBuilder table, Type type, object defaults, string path)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var value = property.GetValue(defaults);
            if (value is IEnumerable and not (string or IEnumerable<string>))
                Rows(table, property.PropertyType.GetGenericArguments()[0], Activator.CreateInstance(property.PropertyType.GetGenericArguments()[0])!, $"{path}{property.Name}:0:");
            else if (property.GetCustomAttribute<System.ComponentModel.DescriptionAttribute>() is { } about)
                table.Append($"| `{path}{property.Name}` | {Default(value)} | {about.Description} |\n");
            else
                Rows(table, property.PropertyType, value!, $"{path}{property.Name}:");
        }
    }

    private static string Default(object? value) => value switch
    {
        "" or Redacted<string> => "",
        NodeRoles.All => "all",
        bool flag => flag ? "true" : "false",
        IEnumerable<string> list => string.Join(",", list),
        IEnumerable and not string => "",
        TimeSpan duration => $"{duration.TotalSeconds} s",
        _ => $"{value}",
    };
}
