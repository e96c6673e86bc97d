namespace Interop.Calls;

/// <summary>A colour that is still known when a codec has been over it.</summary>
internal sealed record Paint(int Red, int Green, int Blue)
{
    public static readonly Paint Grass = new(40, 160, 60);
    public static readonly Paint Amber = new(200, 120, 40);
    public static readonly Paint Sky = new(50, 70, 190);

    public string Css => $"rgb({Red},{Green},{Blue})";

    public bool IsNear(SeenFrame? frame) =>
        frame is not null && Math.Abs(frame.Red - Red) < 40 && Math.Abs(frame.Green - Green) < 40 && Math.Abs(frame.Blue - Blue) < 40;
}
