using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Sip;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>A whole server with one terminal account.</summary>
internal sealed class SipServer : IAsyncDisposable
{
    public const string Realm = "meeting.local";
    public const string Password = "Terminal-2026";

    private readonly InProcessServer _server;

    private SipServer(InProcessServer server, Member terminal) => (_server, Terminal) = (server, terminal);

    public Member Terminal { get; }

    public string Number => Terminal.SipNumber;

    public SipService Sip => _server.Get<SipService>();

    public T Get<T>()
        where T : notnull => _server.Get<T>();

    public TerminalPresence Presence => _server.Get<ITerminalPresence>().Of(Number);

    public static async Task<SipServer> StartAsync(params string[] settings)
    {
        var server = await InProcessServer.StartAsync(null, settings);
        var store = server.Get<Store>();
        var desk = server.Get<MemberDesk>();
        var terminal = await store.WriteAsync(async session =>
        {
            var tenant = (await CorporationTable.OperatorAsync(session))!;
            var wanted = new Member { Id = default, Corporation = tenant.Id, Kind = AccountKind.Terminal, Login = "room1", Name = "Room 1", Model = "third_party", SipNumber = "" };
            return (await desk.AddAsync(session, wanted, Password, DateTimeOffset.UtcNow)).Member;
        });
        return new SipServer(server, terminal);
    }

    public async Task<string?> LastFailureAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            var found = await _server.Get<Store>().ReadAsync(session => SipFailureTable.FindAsync(session, Terminal.Corporation, Terminal.Id, new Slice(0, 10)));
            if (found.Total > 0)
                return found.Rows[0].What;
            await Task.Delay(50);
        }

        return null;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
