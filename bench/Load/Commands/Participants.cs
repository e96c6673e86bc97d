using Client;
using Load.Streams;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>How publishers and receivers come into a room, and what they are.</summary>
internal static class Participants
{
    private const int AtATime = 8;

    public static ClientOptions Publishing(params IReadOnlyList<MediaClip> clips) =>
        new() { Sections = [.. clips.Select(clip => ClientSection.Send(clip.Codec))] };

    public static ClientOptions Receiving(params IReadOnlyList<CodecChoice> codecs) =>
        new() { Sections = [.. codecs.Select(codec => ClientSection.Receive(codec))] };

    /// <summary>Starts one player for each of the publisher's tracks, in their order.</summary>
    public static async Task PlayAsync(this LoadRun run, LoadClient publisher, params IReadOnlyList<MediaClip> clips)
    {
        for (var i = 0; i < publisher.Native.Tracks.Count; i++)
        {
            var level = clips[i].Codec.Kind == MediaKind.Audio ? new AudioLevel(30, IsVoice: true) : (AudioLevel?)null;
            await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[i], clips[i], Edge.Clock.Now) { Level = level });
        }
    }

    /// <summary>Lets so many join, a few at a time.</summary>
    public static async Task<IReadOnlyList<T>> ManyAsync<T>(this LoadRun run, int count, string what, Func<int, Task<T>> join)
    {
        var clients = new T[count];
        var done = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (index, _) =>
        {
            clients[index] = await join(index);
            run.Progress.Say($"{Interlocked.Increment(ref done)} of {count} {what} are in");
        });
        return clients;
    }
}
