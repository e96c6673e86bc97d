using Protocols;

namespace MediaServer.Shards;

/// <summary>Who wants to be woken, and when. The heap is intrusive: an item remembers its own place in it.</summary>
internal interface IScheduled
{
    Instant Due { get; set; }

    /// <summary>Zero when not in the heap; places count from one.</summary>
    int HeapPlace { get; set; }
}
