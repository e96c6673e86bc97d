using Interop.Hosting;

namespace Interop;

[SetUpFixture]
internal sealed class SharedSurroundingsEnd
{
    [OneTimeTearDown]
    public Task End() => SharedSurroundings.EndAsync();
}
