namespace Mixer.Video.Scaling;

/// <summary>Makes a picture of another size. An instance belongs to one thread.</summary>
public interface IPictureScaler
{
    /// <summary>Fills all of <paramref name="to"/> with all of <paramref name="from"/>, whatever that does to its proportions. They do not overlap.</summary>
    void Scale(PictureView from, PictureView to);
}
