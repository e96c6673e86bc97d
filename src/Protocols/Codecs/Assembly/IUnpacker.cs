namespace Protocols.Codecs.Assembly;

/// <summary>Takes the payloads of one codec apart, one picture at a time, in order and without gaps.</summary>
internal interface IUnpacker
{
    void Begin();

    /// <summary>False when the payload is none of this codec, or does not fit behind the one before.</summary>
    bool TryAdd(ReadOnlySpan<byte> payload, PictureBytes picture, out PayloadFacts facts);

    /// <summary>False when something that began has not ended.</summary>
    bool TryEnd(PictureBytes picture);
}

/// <summary>What a payload says of its picture: whether the picture may begin with it, and whether it shows that the picture needs no other.</summary>
internal readonly record struct PayloadFacts(bool MayStartPicture, bool IsKeyFrame);
