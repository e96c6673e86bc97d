using Interop.Meetings;

namespace Interop.Hosting;

/// <summary>One server and one browser on this machine's own network, for all tests that do not need another; meetings can be booked on it.</summary>
internal static class SharedSurroundings
{
    private static Surroundings? _shared;

    public static async Task<Surroundings> GetAsync() =>
        _shared ??= await Surroundings.CreateAsync(isPrivate: false, ["--Media:IceServers:0=stun:stun.example.org:3478", .. Secretary.Settings]);

    public static async Task EndAsync()
    {
        if (_shared is not null)
            await _shared.DisposeAsync();

        _shared = null;
    }
}
