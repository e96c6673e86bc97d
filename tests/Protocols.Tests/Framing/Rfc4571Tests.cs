using System.Buffers;
using Protocols.Framing;

namespace Protocols.Tests.Framing;

public sealed class Rfc4571Tests
{
    [Test]
    public void Frames_come_out_whole_however_the_stream_is_cut([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var frames = RandomFrames(random, count: 40, longest: 300);
        var stream = Join(frames);

        Assert.That(ReadFrames(Cut(stream, random)), Is.EqualTo(frames.Where(f => f.Length > 0)));
        Assert.That(ReadWithReader(Arrivals(stream, random), into: 300).Frames, Is.EqualTo(frames.Where(f => f.Length > 0)));
    }

    [Test]
    public void Frames_come_out_of_segments_of_one_byte()
    {
        byte[][] frames = [[1], [2, 3], [4, 5, 6]];
        var stream = Join(frames);
        var buffer = Sequence(stream.Select(b => new[] { b }));

        Assert.That(ReadFrames(buffer), Is.EqualTo(frames));
    }

    [Test]
    public void A_frame_that_is_not_all_there_is_left_in_the_buffer([Range(0, 5)] int have)
    {
        var buffer = new ReadOnlySequence<byte>(Join([[1, 2, 3, 4]]), 0, have);

        Assert.That(Rfc4571.TryReadFrame(ref buffer, out var frame), Is.False);
        Assert.That(buffer.Length, Is.EqualTo(have));
        Assert.That(frame.IsEmpty, Is.True);
    }

    [Test]
    public void Empty_frames_are_passed_over_and_counted()
    {
        var stream = Join([[], [], [7], []]);

        Assert.That(ReadFrames(new ReadOnlySequence<byte>(stream)), Is.EqualTo(new[] { new byte[] { 7 } }));

        var (read, reader) = ReadWithReader([stream], into: 10);
        Assert.That(read, Is.EqualTo(new[] { new byte[] { 7 } }));
        Assert.That(reader.Empty, Is.EqualTo(3));
    }

    [Test]
    public void A_frame_too_large_is_passed_over_without_being_held_and_the_next_is_read([Values(1, 7, 1_000, 70_000)] int arrivalSize)
    {
        var stream = Join([[1, 2], new byte[Rfc4571.MaxFrameLength], [3, 4]]);

        var (read, reader) = ReadWithReader(stream.Chunk(arrivalSize), into: 1_500, mayHold: 1_502 + arrivalSize);

        Assert.That(read, Is.EqualTo(new[] { new byte[] { 1, 2 }, [3, 4] }));
        Assert.That(reader.TooLarge, Is.EqualTo(1));
    }

    [Test]
    public void A_frame_that_just_fits_is_read()
    {
        var (read, reader) = ReadWithReader([Join([new byte[1_500], new byte[1_501]])], into: 1_500);

        Assert.That(read, Has.Count.EqualTo(1));
        Assert.That(reader.TooLarge, Is.EqualTo(1));
    }

    [Test]
    public void Any_bytes_are_some_stream_and_none_makes_the_reader_throw([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var noise = new byte[20_000];
        random.NextBytes(noise);

        var (read, _) = ReadWithReader(Arrivals(noise, random), into: 1_500);

        Assert.That(read, Is.All.Length.LessThanOrEqualTo(1_500));
    }

    [Test]
    public void Reading_a_frame_allocates_nothing()
    {
        var stream = Join([new byte[1_200], new byte[100]]);
        var into = new byte[1_500];
        var reader = new Rfc4571Reader();
        ReadAll();

        Assert.That(Allocations.Least(ReadAll, times: 1_000), Is.Zero);

        void ReadAll()
        {
            var buffer = new ReadOnlySequence<byte>(stream);
            while (reader.TryRead(ref buffer, into, out _))
            {
            }
        }
    }

    private static byte[][] RandomFrames(Random random, int count, int longest)
    {
        var frames = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            frames[i] = new byte[random.Next(5) == 0 ? 0 : random.Next(longest + 1)];
            random.NextBytes(frames[i]);
        }

        return frames;
    }

    private static byte[] Join(byte[][] frames)
    {
        using var stream = new MemoryStream();
        Span<byte> header = stackalloc byte[Rfc4571.HeaderLength];
        foreach (var frame in frames)
        {
            Rfc4571.WriteHeader(header, frame.Length);
            stream.Write(header);
            stream.Write(frame);
        }

        return stream.ToArray();
    }

    private static IEnumerable<byte[]> Arrivals(byte[] stream, Random random)
    {
        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(random.Next(1, 200), stream.Length - at);
            yield return stream.AsSpan(at, length).ToArray();
            at += length;
        }
    }

    private static ReadOnlySequence<byte> Cut(byte[] stream, Random random) => Sequence(Arrivals(stream, random));

    private static ReadOnlySequence<byte> Sequence(IEnumerable<byte[]> pieces)
    {
        Segment? first = null, last = null;
        foreach (var piece in pieces)
        {
            last = last is null ? new Segment(piece, 0) : last.Append(piece);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private static List<byte[]> ReadFrames(ReadOnlySequence<byte> buffer)
    {
        var frames = new List<byte[]>();
        while (Rfc4571.TryReadFrame(ref buffer, out var frame))
            frames.Add(frame.ToArray());

        Assert.That(buffer.IsEmpty, Is.True);
        return frames;
    }

    private static (List<byte[]> Frames, Rfc4571Reader Reader) ReadWithReader(IEnumerable<byte[]> arrivals, int into, int mayHold = int.MaxValue)
    {
        var frames = new List<byte[]>();
        var reader = new Rfc4571Reader();
        var held = Array.Empty<byte>();
        var target = new byte[into];
        foreach (var arrival in arrivals)
        {
            var buffer = Sequence([held, arrival]);
            while (reader.TryRead(ref buffer, target, out var length))
                frames.Add(target[..length]);

            held = buffer.ToArray();
            Assert.That(held, Has.Length.LessThanOrEqualTo(mayHold));
        }

        return (frames, reader);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long before) => (Memory, RunningIndex) = (bytes, before);

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
