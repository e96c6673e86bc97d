using Interop.Hosting;

// An outage is mostly waiting: meanwhile fixtures with surroundings of their own that measure no pace have the machine.
[assembly: LevelOfParallelism(2)]

namespace Interop;

[SetUpFixture]
internal sealed class SharedSurroundingsEnd
{
    [OneTimeTearDown]
    public Task End() => SharedSurroundings.EndAsync();
}
