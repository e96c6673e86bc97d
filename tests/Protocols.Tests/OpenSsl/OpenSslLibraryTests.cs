using Protocols.OpenSsl;

namespace Protocols.Tests.OpenSsl;

public sealed class OpenSslLibraryTests
{
    [Test]
    public void OpenSsl_3_is_found_on_a_machine_that_runs_the_tests()
    {
        var isFound = OpenSslLibrary.TryCheck(out var problem);

        Assert.That(isFound, Is.True, problem);
        Assert.That(problem, Is.Empty);
    }
}
