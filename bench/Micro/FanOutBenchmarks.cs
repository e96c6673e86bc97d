using BenchmarkDotNet.Attributes;

namespace Micro;

/// <summary>One packet to one of 200 receivers, all that the shard does for it but the system calls.</summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private const int Receivers = 200;

    private FanOutWorld _world = null!;

    [GlobalSetup]
    public void Connect() => _world = new FanOutWorld(Receivers);

    [GlobalCleanup]
    public void Part() => _world.Dispose();

    [Benchmark(OperationsPerInvoke = Receivers)]
    public void Alone() => _world.Forward(1);

    [Benchmark(OperationsPerInvoke = Receivers * 4)]
    public void FourTogether() => _world.Forward(4);

    [Benchmark(OperationsPerInvoke = Receivers * 8)]
    public void EightTogether() => _world.Forward(8);
}
