namespace Mixer.Video;

/// <summary>
/// One holding of a picture of a <see cref="PicturePool"/>. Who has it returns it exactly once, or hands it on and forgets it; whoever
/// else needs the picture gets a holding of his own by <see cref="Share"/>. The memory goes back to the pool with the last of them. A holding
/// that was returned is refused in all it is asked, even when the same memory has long been rented again.
/// </summary>
public readonly record struct Picture
{
    private readonly PictureMemory? _memory;
    private readonly int _place;
    private readonly uint _generation;

    internal Picture(PictureMemory memory, int place, uint generation)
    {
        _memory = memory;
        _place = place;
        _generation = generation;
    }

    /// <summary>Whether this is no picture at all, as <c>default</c> is.</summary>
    public bool IsNone => _memory is null;

    public int Width => Memory.Width;

    public int Height => Memory.Height;

    /// <summary>Good until this holding is returned.</summary>
    public PictureView View => Memory.View;

    public Picture Share() => Memory.Hold();

    public void Return() => Memory.Return(_place);

    private PictureMemory Memory
    {
        get
        {
            if (_memory is null)
                throw new InvalidOperationException("There is no picture here.");

            _memory.Check(_place, _generation);
            return _memory;
        }
    }
}
