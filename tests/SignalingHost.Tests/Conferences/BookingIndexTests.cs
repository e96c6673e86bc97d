using Meetings;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Tests.Conferences;

/// <summary>The index against the plainest thing that gives the same answers: all bookings in a list, looked through.</summary>
public sealed class BookingIndexTests
{
    private static readonly string[] Corporations = ["north", "south"];
    private static readonly string[] People = ["anna", "bernd", "chen", "dora"];
    private static readonly string[] Words = ["weekly", "项目会议", "review", "ü", "a", "aa"];

    [Test]
    public void Lists_and_searches_find_what_looking_through_all_finds([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        var (index, all) = (new BookingIndex(), new Dictionary<string, BookingEntry>(StringComparer.Ordinal));
        for (var step = 0; step < 6_000; step++)
        {
            // First it grows, then it shrinks, so that what is gone is cleared away on the way.
            if (random.Next(100) < (step < 3_000 ? 80 : 20))
            {
                var entry = Draw(random);
                all[entry.Id] = entry;
                index.Set(entry);
            }
            else
            {
                var id = $"{random.Next(4_000)}";
                all.Remove(id);
                index.Remove(id);
            }

            if (step % 20 == 0)
            {
                var query = DrawQuery(random);
                var (found, wanted) = (index.Find(query).Select(line => line.Id), Find(all.Values, query));
                Assert.That((found.Rows, found.Total), Is.EqualTo((wanted.Rows, wanted.Total)), $"step {step}: {query}");
            }
        }

        Assert.That(index.Count, Is.EqualTo(all.Count));
    }

    private static BookingEntry Draw(Random random)
    {
        var people = People.Where(_ => random.Next(3) == 0).Append(People[random.Next(People.Length)]).ToArray();
        return new BookingEntry($"{random.Next(4_000)}", Corporations[random.Next(5) / 4], random.Next(500), $"{Words[random.Next(Words.Length)]} {Words[random.Next(Words.Length)]}\n{random.Next(100)}", people);
    }

    private static BookingQuery DrawQuery(Random random) => new(new CorporationId(Corporations[random.Next(2)]), new Slice(random.Next(3) * random.Next(200), random.Next(1, 40)))
    {
        People = random.Next(2) == 0 ? null : [.. People.Take(random.Next(3)), "nobody"],
        Text = random.Next(3) switch { 0 => null, 1 => Words[random.Next(Words.Length)], _ => $"{random.Next(100)}" },
        Before = random.Next(2) == 0 ? null : random.Next(600),
        Newest = random.Next(2) == 0,
    };

    private static (string[] Rows, int Total) Find(IEnumerable<BookingEntry> all, BookingQuery query)
    {
        var suiting = all
            .Where(one => one.Corporation == query.Corporation.Value)
            .Where(one => query.People is null || one.People.Intersect(query.People).Any())
            .Where(one => query.Text is null || one.Search.Contains(query.Text, StringComparison.Ordinal))
            .Where(one => query.Before is null || one.Start < query.Before)
            .OrderBy(one => one.Start).ThenBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        if (query.Newest)
            suiting.Reverse();
        return ([.. suiting.Skip(query.Slice.Offset).Take(query.Slice.Limit).Select(one => one.Id)], suiting.Count);
    }
}
