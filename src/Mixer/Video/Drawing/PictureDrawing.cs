namespace Mixer.Video.Drawing;

/// <summary>Rectangles of one colour and sprites, onto pictures.</summary>
internal static class PictureDrawing
{
    public static PictureView Part(this PictureView picture, PixelArea area) => picture.Part(area.X, area.Y, area.Width, area.Height);

    public static void Fill(this PictureView picture, PixelArea area, Yuv colour)
    {
        if (!area.IsEmpty)
            picture.Part(area).Fill(colour.Y, colour.U, colour.V);
    }

    /// <summary>Four thin rectangles just inside the edge of an area, each as thick as said.</summary>
    public static void Edge(this PictureView picture, PixelArea area, int left, int top, int right, int bottom, Yuv colour)
    {
        var sides = area.Height - top - bottom;
        picture.Fill(area with { Height = top }, colour);
        picture.Fill(area with { Y = area.Bottom - bottom, Height = bottom }, colour);
        picture.Fill(new(area.X, area.Y + top, left, sides), colour);
        picture.Fill(new(area.Right - right, area.Y + top, right, sides), colour);
    }

    /// <summary>Lays a sprite on, its corner at an even place; what reaches beyond the edges is cut off.</summary>
    public static void Blend(this PictureView picture, Sprite sprite, int x, int y)
    {
        Blending.Blend(picture.Luma, sprite.Opacity, sprite.Luma, sprite.Width, x, y);
        Blending.Blend(picture.Blue, sprite.HalfOpacity, sprite.Blue, sprite.Width / 2, x / 2, y / 2);
        Blending.Blend(picture.Red, sprite.HalfOpacity, sprite.Red, sprite.Width / 2, x / 2, y / 2);
    }
}
