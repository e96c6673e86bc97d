using System.Text;
using Meetings;
using Meetings.Booking;
using Meetings.History;
using QRCoder;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Rest.Management;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Rest.Extensions;

/// <summary>What is handed out beside the API: join links as links and as QR codes, and the attendance of a run for a spreadsheet.</summary>
internal static class LinkEndpoints
{
    private const int LargestModule = 40;

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/ext/conferences/{id}/links", ShowAsync).As("ext_show_join_links", Door.User);
        routes.MapGet("/v1/ext/conferences/{id}/qr.png", PngAsync).As("ext_show_join_qr_png", Door.User).Gives(StatusCodes.Status200OK, "The picture.", "image/png");
        routes.MapGet("/v1/ext/conferences/{id}/qr.svg", SvgAsync).As("ext_show_join_qr_svg", Door.User).Gives(StatusCodes.Status200OK, "The picture.", "image/svg+xml");
        routes.MapGet("/v1/ext/history/{confUUID}/attendance.csv", AttendanceAsync).As("ext_export_attendance", Door.User).Gives(StatusCodes.Status200OK, "A line for each stay.", "text/csv");
    }

    private static async Task<Answer<MeetingLinks>> ShowAsync(HttpRequest http, Caller caller, string id, JoinLinkBook book) =>
        await book.FindAsync(http, caller, id) is { } links ? links : Refusal.ConfDataNotFound;

    private static Task<IResult> PngAsync(HttpRequest http, Caller caller, string id, string? role, int? size, JoinLinkBook book) =>
        DrawAsync(http, caller, id, role, book, code =>
        {
            using var png = new PngByteQRCode(code);
            return TypedResults.File(png.GetGraphic(Math.Clamp(size ?? 8, 1, LargestModule)), "image/png");
        });

    private static Task<IResult> SvgAsync(HttpRequest http, Caller caller, string id, string? role, int? size, JoinLinkBook book) =>
        DrawAsync(http, caller, id, role, book, code =>
        {
            using var svg = new SvgQRCode(code);
            return TypedResults.Text(svg.GetGraphic(Math.Clamp(size ?? 8, 1, LargestModule)), "image/svg+xml", Encoding.UTF8);
        });

    private static async Task<IResult> DrawAsync(HttpRequest http, Caller caller, string id, string? role, JoinLinkBook book, Func<QRCodeData, IResult> draw)
    {
        if (role is not (null or "guest" or "chair"))
            return (Done)Refusal.ParameterVerifiedFail;
        if (await book.FindAsync(http, caller, id) is not { } links)
            return (Done)Refusal.ConfDataNotFound;
        if ((role == "chair" ? links.Chair : links.Guest) is not { } link)
            return (Done)Refusal.ConfInsufficientPermissions;

        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(link, QRCodeGenerator.ECCLevel.M);
        return draw(code);
    }

    private static async Task<IResult> AttendanceAsync(Caller caller, string confUUID, Store store, TimeProvider clock)
    {
        var file = await store.ReadAsync(async session =>
            await Callers.AccountAsync(session, caller.Account) is { } account && await HistoryAccess.FindAsync(session, new RunId(confUUID), account) is { } run
                ? AttendanceExport.Write(run, await HistoryTable.AttendanceAsync(session, run.Id), clock.GetUtcNow())
                : null);
        return file is null ? (Done)Refusal.ConfDataNotFound : TypedResults.File(file, "text/csv; charset=utf-8", $"attendance-{confUUID}.csv");
    }
}

/// <summary>The links of one meeting, each to the one who may have it; of a room that nothing is booked on, to its holder.</summary>
internal sealed class JoinLinkBook(Store store, BookingTable bookings, PublicAddress address)
{
    public Task<MeetingLinks?> FindAsync(HttpRequest http, Caller caller, string id) => store.ReadAsync(async session =>
    {
        var (number, at) = (new ConferenceId(id), address.BaseFor(http));
        if (await bookings.FindAsync(session, number) is not { } meeting)
        {
            return await RoomTable.FindByNumberAsync(session, number) is { } room && room.Holder == caller.Account
                ? new MeetingLinks { Guest = address.JoinLink(at, number, room.Tokens.Guest), Chair = address.JoinLink(at, number, room.Tokens.Chair) }
                : null;
        }

        if (await Callers.AccountAsync(session, caller.Account) is not { } account || !BookingAccess.MaySee(meeting, account))
            return null;

        return new MeetingLinks
        {
            Guest = address.JoinLink(at, meeting.Dialled, meeting.Tokens.Guest),
            Chair = BookingAccess.RoleOf(meeting, account) == InviteeRole.Host ? address.JoinLink(at, meeting.Dialled, meeting.Tokens.Chair) : null,
        };
    });
}

internal sealed record MeetingLinks
{
    public required string Guest { get; init; }

    /// <summary>Absent for whoever is no host.</summary>
    public string? Chair { get; init; }
}
