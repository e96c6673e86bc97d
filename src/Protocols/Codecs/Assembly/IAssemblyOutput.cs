namespace Protocols.Codecs.Assembly;

/// <summary>Whoever decodes the pictures that <see cref="PictureAssembler"/> puts together.</summary>
public interface IAssemblyOutput
{
    void Take(in AssembledPicture picture);

    /// <summary>Nothing can be decoded before the sender has made a key frame.</summary>
    void RequestKeyFrame();
}
