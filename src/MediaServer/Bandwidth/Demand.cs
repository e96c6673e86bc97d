namespace MediaServer.Bandwidth;

/// <summary>One picture that a receiver watches.</summary>
/// <param name="Track">Which; unique among the demands of one receiver. Among equals the lower number is served first.</param>
/// <param name="WantedHeight">How tall it is shown, in pixels; 0 is not visible.</param>
/// <param name="FirstLayer">Where its options begin in the span of layers that comes along; their order plays no part.</param>
public readonly record struct Demand(int Track, DemandPriority Priority, int WantedHeight, int FirstLayer, int LayerCount);
