using Mixer.Native;
using Mixer.Tests.Video.World;
using Mixer.Video;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Golden;

/// <summary>Makes the sheet of all layouts in docs/images, each by the real compositor on a small canvas, and one large picture to look closer at.</summary>
public sealed class PictureSheetTests
{
    private const int Columns = 6;
    private const int Gap = 12;
    private const int Label = 24;

    private static readonly CanvasSize Exhibit = new(384, 216);
    private static readonly Rgb Paper = Rgb.Hex(0xFFFFFF);

    [Test]
    public void The_sheet_in_the_documents_shows_what_is_composed_today()
    {
        var names = Exhibits.Names.ToArray();
        var rows = (names.Length + Columns - 1) / Columns;
        var sheet = new RgbImage(Gap + (Columns * (Exhibit.Width + Gap)), Gap + (rows * (Exhibit.Height + Label + Gap)));
        sheet.Fill(Paper);
        using var labels = new Labels();
        for (var at = 0; at < names.Length; at++)
        {
            var (x, y) = (Gap + (at % Columns * (Exhibit.Width + Gap)), Gap + (at / Columns * (Exhibit.Height + Label + Gap)));
            labels.Write(sheet, names[at], x, y);
            using var studio = new Studio(Exhibit);
            studio.Show(Exhibits.Scene(names[at], studio.Sources));
            sheet.Place(studio.Image(), x, y + Label);
        }

        GoldenPictures.AssertAlike(sheet, GoldenPictures.InDocuments("layouts.png"));
    }

    [Test]
    public void The_large_picture_in_the_documents_shows_what_is_composed_today()
    {
        using var studio = new Studio(CanvasSize.Hd);
        var scene = Exhibits.Scene("Eight", studio.Sources);
        studio.Show(scene with { Caption = new("欢迎参加季度会议 · Welcome to the quarterly meeting"), IsRecorded = true, Panes = scene.Panes.SetItem(4, new() { Name = "会议室 3 楼" }) });

        GoldenPictures.AssertAlike(studio.Image(), GoldenPictures.InDocuments("composed.png"));
    }

    private sealed class Labels : IDisposable
    {
        private readonly Lettering _lettering;
        private readonly PicturePool _pool = new(new PicturePoolOptions());

        public Labels()
        {
            Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
            _lettering = lettering!;
        }

        public void Write(RgbImage sheet, string text, int x, int y)
        {
            var line = Notices.Line(_lettering, text, 16, Exhibit.Width, Rgb.Hex(0x202020), ColourMatrix.Bt601);
            Assert.That(_pool.TryRent(line.Width, line.Height, out var strip), Is.True);
            var paper = ColourMatrix.Bt601.From(Paper);
            strip.View.Fill(paper.Y, paper.U, paper.V);
            strip.View.Blend(line, 0, 0);
            sheet.Place(RgbImage.From(strip.View, ColourMatrix.Bt601), x, y);
            strip.Return();
        }

        public void Dispose()
        {
            _pool.Dispose();
            _lettering.Dispose();
        }
    }
}
