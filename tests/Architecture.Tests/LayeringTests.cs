using System.Reflection;

namespace Architecture.Tests;

/// <summary>Who may reference whom, as docs/architecture.md draws it.</summary>
public sealed class LayeringTests
{
    [Test]
    public void Protocols_depend_on_the_base_library_alone()
    {
        var references = References(typeof(Protocols.Instant).Assembly);

        Assert.That(references, Is.All.StartsWith("System"));
        Assert.That(references, Has.None.Contains("Sockets").And.None.Contains("Threading"));
    }

    private static string[] References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).ToArray();
}
