namespace Protocols.Audio;

/// <summary>What is known of one who may speak.</summary>
internal sealed class Speaker<TKey>(TKey key, Instant now)
    where TKey : struct, IEquatable<TKey>
{
    // A field, because it is a value that changes in place.
    public SpeechHistory History = new(now);

    public TKey Key => key;

    /// <summary>Whether they are among the few who are heard.</summary>
    public bool HasPlace { get; set; }

    /// <summary>Since when they have their place.</summary>
    public Instant PlacedAt { get; set; }

    /// <summary>When they last spoke long enough to be noticed, as a rank; 0 is never.</summary>
    public long Order { get; set; }
}
