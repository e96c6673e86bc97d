using System.Data.Common;
using Meetings;
using Meetings.Corporations;
using Protocols.Sip.Registrar;
using SignalingHost.Accounts;
using SignalingHost.Sip;

namespace SignalingHost.Storage;

/// <summary>Users and terminals, with what they log in with.</summary>
internal static class MemberTable
{
    private const string Columns =
        "id, corporation_id, login, third_login, kind, admin, name, english_name, phone, country, email, department_code, signature, title, description, "
        + "status, sort_level, hide_phone, enable_room, sip_number, must_change, model, serial, projection_mode, created_at";

    public static Task<Member?> FindAsync(StoreSession session, AccountId id) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE id = {id}", Read);

    /// <summary>By the name it logs in with, wherever it belongs.</summary>
    public static Task<Member?> FindByLoginAsync(StoreSession session, string login) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE login = {login.ToLowerInvariant()}", Read);

    public static Task<Member?> FindByThirdLoginAsync(StoreSession session, CorporationId corporation, string login) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE corporation_id = {corporation} AND third_login = {login}", Read);

    public static Task<Member?> FindBySipNumberAsync(StoreSession session, string number) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE sip_number = {number}", Read);

    /// <summary>Who registers by that number or login, and what he proves it with.</summary>
    public static Task<SipRow?> FindSipAsync(StoreSession session, string user) => session.FirstAsync(
        $"""
        SELECT id, corporation_id, sip_number, login, status, digest_of_number, sha256_of_number, digest_of_login, sha256_of_login
        FROM account WHERE sip_number = {user} OR login = {user.ToLowerInvariant()} ORDER BY CASE WHEN sip_number = {user} THEN 0 ELSE 1 END LIMIT 1
        """,
        row => new SipRow(
            new(new(row.GetString(0)), new(row.GetString(1))),
            new()
            {
                Number = row.GetString(2),
                Login = row.GetString(3),
                IsActive = row.Flag(4),
                OfNumber = new(row.GetString(5), row.GetString(6)),
                OfLogin = new(row.GetString(7), row.GetString(8)),
            }));

    public static Task<Member?> FindBySerialAsync(StoreSession session, CorporationId corporation, string serial) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE corporation_id = {corporation} AND serial = {serial}", Read);

    public static Task<Member?> DefaultAdminAsync(StoreSession session, CorporationId corporation) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM account WHERE corporation_id = {corporation} AND admin = {AdminType.DefaultAdmin} ORDER BY created_at LIMIT 1", Read);

    public static Task<List<Member>> ListAsync(StoreSession session, CorporationId corporation, IReadOnlyCollection<string> ids) =>
        session.ListAsync($"SELECT {Columns:raw} FROM account WHERE corporation_id = {corporation} AND id IN {Sql.In(ids)}", Read);

    public static Task<Found<Member>> FindAsync(StoreSession session, CorporationId corporation, MemberFilter filter, Slice slice, string order = "sort_level, name, id") =>
        session.FindAsync(Columns, From(corporation, filter), order, slice, Read);

    public static async Task<int> CountAsync(StoreSession session, CorporationId corporation, MemberFilter filter) =>
        (int)await session.NumberAsync($"SELECT count(*) {From(corporation, filter)}");

    public static async Task<bool> HasLoginAsync(StoreSession session, string login) =>
        await session.NumberAsync($"SELECT count(*) FROM account WHERE login = {login.ToLowerInvariant()}") > 0;

    /// <summary>False, and nothing done, when the login, the SIP number, the other login or the serial is taken.</summary>
    public static async Task<bool> TryInsertAsync(StoreSession session, Member member, Credentials credentials) => await session.ExecuteAsync(
        $"""
        INSERT INTO account ({Columns:raw}, password, digest_of_number, digest_of_login, sha256_of_number, sha256_of_login, search, changed_at)
        VALUES ({member.Id}, {member.Corporation}, {member.Login}, {member.ThirdLogin}, {member.Kind}, {member.Admin}, {member.Name}, {member.EnglishName}, {member.Phone},
            {member.Country}, {member.Email}, {member.DepartmentCode}, {member.Signature}, {member.Title}, {member.Description}, {member.IsActive}, {member.SortLevel},
            {member.HidePhone}, {member.EnableRoom}, {member.SipNumber}, {member.MustChangePassword}, {member.Model}, {member.Serial}, {member.ProjectionMode}, {member.CreatedAt},
            {credentials.Password}, {credentials.OfNumber.Md5}, {credentials.OfLogin.Md5}, {credentials.OfNumber.Sha256}, {credentials.OfLogin.Sha256}, {SearchTextOf(member)}, {member.CreatedAt})
        ON CONFLICT DO NOTHING
        """) == 1;

    /// <summary>Everything but the logins, the SIP number and the password. An account that is stopped loses its tokens.</summary>
    public static async Task SaveAsync(StoreSession session, Member member, DateTimeOffset now)
    {
        await UpdateAsync(session, member, now);
        if (!member.IsActive)
            await TokenTable.EndAllAsync(session, member.Id);
    }

    public static Task<int> DeleteAsync(StoreSession session, AccountId id) => session.ExecuteAsync($"DELETE FROM account WHERE id = {id}");

    public static Task<Credentials?> CredentialsAsync(StoreSession session, AccountId id) => session.FirstAsync(
        $"SELECT password, digest_of_number, sha256_of_number, digest_of_login, sha256_of_login FROM account WHERE id = {id}",
        row => new Credentials(row.GetString(0), new(row.GetString(1), row.GetString(2)), new(row.GetString(3), row.GetString(4))));

    public static Task<int> SetCredentialsAsync(StoreSession session, AccountId id, Credentials credentials, bool mustChange, DateTimeOffset now) => session.ExecuteAsync(
        $"""
        UPDATE account SET password = {credentials.Password}, digest_of_number = {credentials.OfNumber.Md5}, digest_of_login = {credentials.OfLogin.Md5},
            sha256_of_number = {credentials.OfNumber.Sha256}, sha256_of_login = {credentials.OfLogin.Sha256}, must_change = {mustChange}, changed_at = {now}
        WHERE id = {id}
        """);

    private static Task<int> UpdateAsync(StoreSession session, Member member, DateTimeOffset now) => session.ExecuteAsync(
        $"""
        UPDATE account SET admin = {member.Admin}, name = {member.Name}, english_name = {member.EnglishName}, phone = {member.Phone}, country = {member.Country}, email = {member.Email},
            department_code = {member.DepartmentCode}, signature = {member.Signature}, title = {member.Title}, description = {member.Description}, status = {member.IsActive},
            sort_level = {member.SortLevel}, hide_phone = {member.HidePhone}, enable_room = {member.EnableRoom}, projection_mode = {member.ProjectionMode},
            search = {SearchTextOf(member)}, changed_at = {now}
        WHERE id = {member.Id}
        """);

    private static Sql From(CorporationId corporation, MemberFilter filter)
    {
        Sql from = $"FROM account WHERE corporation_id = {corporation}";
        if (filter.Kind is { } kind)
            from += $" AND kind = {kind}";
        if (filter.Text is { } text)
            from += $" AND search LIKE {Sql.Anywhere(text)} ESCAPE '\\'";
        if (filter.Admin is { } admin)
            from += $" AND admin IN {Sql.In(admin)}";
        if (filter.IsActive is { } active)
            from += $" AND status = {active}";
        if (filter.EnableRoom is { } room)
            from += $" AND enable_room = {room}";
        if (filter.Model is { } model)
            from += $" AND model = {model}";
        if (filter.DepartmentCode is { } own && !filter.WithDepartmentsBelow)
            from += $" AND department_code = {own}";
        else if (filter.DepartmentCode is { } top && top != Department.RootCode)
            from += Below(corporation, top);
        return from;
    }

    // Codes hold no '|', so a path that begins with this one's is a path below it.
    private static Sql Below(CorporationId corporation, string code) =>
        $"""
         AND department_code IN (SELECT below.code FROM department below JOIN department this ON this.corporation_id = below.corporation_id AND this.code = {code}
            WHERE below.corporation_id = {corporation} AND (below.code = this.code OR substr(below.code_path, 1, length(this.code_path) + 1) = this.code_path || '|'))
        """;

    private static string SearchTextOf(Member member) =>
        string.Join('\n', member.Name, member.EnglishName, member.Login, member.ThirdLogin, member.SipNumber, member.Phone, member.Email, member.Serial).ToLowerInvariant();

    private static Member Read(DbDataReader row) => new()
    {
        Id = new(row.GetString(0)),
        Corporation = new(row.GetString(1)),
        Login = row.GetString(2),
        ThirdLogin = row.TextOrNull(3),
        Kind = (AccountKind)row.GetInt32(4),
        Admin = (AdminType)row.GetInt32(5),
        Name = row.GetString(6),
        EnglishName = row.GetString(7),
        Phone = row.GetString(8),
        Country = row.GetString(9),
        Email = row.GetString(10),
        DepartmentCode = row.GetString(11),
        Signature = row.GetString(12),
        Title = row.GetString(13),
        Description = row.GetString(14),
        IsActive = row.Flag(15),
        SortLevel = row.GetInt32(16),
        HidePhone = row.Flag(17),
        EnableRoom = row.Flag(18),
        SipNumber = row.GetString(19),
        MustChangePassword = row.Flag(20),
        Model = row.TextOrNull(21),
        Serial = row.TextOrNull(22),
        ProjectionMode = row.GetInt32(23),
        CreatedAt = row.Moment(24),
    };
}

/// <summary>An account as the SIP registrar needs it.</summary>
internal sealed record SipRow(SipOwner Owner, SipAccount Account);
