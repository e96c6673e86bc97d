using Interop.Hosting;

// An outage is mostly waiting: meanwhile another fixture with surroundings of its own has the machine.
[assembly: LevelOfParallelism(2)]

namespace Interop;

[SetUpFixture]
internal sealed class SharedSurroundingsEnd
{
    [OneTimeTearDown]
    public Task End() => SharedSurroundings.EndAsync();
}
