using Interop.Hosting;

// An outage is mostly waiting: meanwhile a fixture with surroundings of its own that measures no pace has the machine.
[assembly: LevelOfParallelism(2)]

namespace Interop;

[SetUpFixture]
internal sealed class SharedSurroundingsEnd
{
    [OneTimeTearDown]
    public Task End() => SharedSurroundings.EndAsync();
}
