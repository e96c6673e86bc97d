using Protocols;

namespace MediaServer.Shards;

/// <summary>A binary heap of deadlines: earliest first, rescheduling in place, no allocation once grown.</summary>
internal sealed class DeadlineHeap<T>
    where T : class, IScheduled
{
    private T[] _items = new T[64];
    private int _count;

    public Instant Earliest => _count == 0 ? Instant.Never : _items[1].Due;

    public void Schedule(T item, Instant due)
    {
        if (item.HeapPlace == 0)
        {
            if (due == Instant.Never)
                return;

            if (_count + 1 == _items.Length)
                Array.Resize(ref _items, _items.Length * 2);

            item.Due = due;
            Put(item, ++_count);
            Rise(_count);
            return;
        }

        if (due == item.Due)
            return;

        if (due == Instant.Never)
        {
            Remove(item);
            return;
        }

        var earlier = due < item.Due;
        item.Due = due;
        if (earlier)
            Rise(item.HeapPlace);
        else
            Sink(item.HeapPlace);
    }

    public bool TryTakeDue(Instant now, out T item)
    {
        if (_count == 0 || _items[1].Due > now)
        {
            item = null!;
            return false;
        }

        item = _items[1];
        Remove(item);
        return true;
    }

    public void Remove(T item)
    {
        var place = item.HeapPlace;
        if (place == 0)
            return;

        item.HeapPlace = 0;
        var last = _items[_count];
        _items[_count--] = null!;
        if (ReferenceEquals(last, item))
            return;

        Put(last, place);
        Rise(place);
        Sink(last.HeapPlace);
    }

    private void Put(T item, int place)
    {
        _items[place] = item;
        item.HeapPlace = place;
    }

    private void Rise(int place)
    {
        var item = _items[place];
        while (place > 1 && item.Due < _items[place / 2].Due)
        {
            Put(_items[place / 2], place);
            place /= 2;
        }

        Put(item, place);
    }

    private void Sink(int place)
    {
        var item = _items[place];
        while (place * 2 <= _count)
        {
            var child = place * 2;
            if (child < _count && _items[child + 1].Due < _items[child].Due)
                child++;

            if (_items[child].Due >= item.Due)
                break;

            Put(_items[child], place);
            place = child;
        }

        Put(item, place);
    }
}
