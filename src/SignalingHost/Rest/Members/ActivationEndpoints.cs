using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>
/// Codes that an administrator reads out to whoever stands before a new device. The device hands its code in at
/// <c>/v1/ext/activations</c>, which is ours, and is told its account.
/// </summary>
internal static class ActivationEndpoints
{
    private const int CodeDigits = 12;
    private static readonly TimeSpan CodeLife = TimeSpan.FromDays(7);

    public static void MapActivation(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/corp/vision/activecode", SearchAsync).As("search_vision_active_code", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/vision/activecode", AddAsync).As("create_vision_active_code", Door.Admin);
        routes.MapDelete("/v1/usg/dcs/corp/vision/activecode", DeleteAsync).As("delete_vision_active_code", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/vision/activecode/{account}/reset", ResetAsync).As("reset_vision_active_code", Door.Admin);
        routes.MapPost("/v1/ext/activations", ActivateAsync).As("ext_activate_device", Door.Open);
    }

    private static async Task<Answer<Page<ActivationRow>>> SearchAsync(Caller caller, Store store, [AsParameters] PageQuery page, string? devType)
    {
        var found = await store.ReadAsync(session => ActivationCodeTable.FindAsync(session, caller.Corporation, page.Sought, string.IsNullOrEmpty(devType) ? null : devType, page.OfAccounts));
        return Page<ActivationRow>.Of(found.Select(ActivationRow.Of), page.OfAccounts);
    }

    private static async Task<Answer<ActivationAnswer>> AddAsync(
        ActivationRequest request, Caller caller, Store store, MemberDesk members, IIdentitySource identities, TimeProvider clock)
    {
        if (!FieldLimits.IsName(request.DevName) || string.IsNullOrEmpty(request.DevType) || !FieldLimits.AreDetails(null, null, null, null, null, null, request.Description))
            return Refusal.RequestParamError;
        if (TerminalModels.Find(request.DevType) is not { HasActivationCode: true } model)
            return Refusal.NoCorrespondingTerminalType;

        return await store.WriteAsync<Answer<ActivationAnswer>>(async session =>
        {
            var department = string.IsNullOrEmpty(request.DeptCode) ? Department.RootCode : request.DeptCode;
            if (await DepartmentTable.FindAsync(session, caller.Corporation, department) is null)
                return Refusal.RequestParamError;

            var wanted = new Member
            {
                Id = default,
                Corporation = caller.Corporation,
                Kind = AccountKind.Terminal,
                Login = "",
                Name = request.DevName!,
                Description = request.Description ?? "",
                DepartmentCode = department,
                Model = model.Model,
                SipNumber = "",
            };
            var (refusal, device) = await members.AddAsync(session, wanted, members.DrawPassword(), clock.GetUtcNow());
            return refusal == Refusal.None ? new ActivationAnswer(await NewCodeAsync(session, device, identities, clock.GetUtcNow())) : refusal;
        });
    }

    // The list shows the login as the id.
    private static async Task<Done> DeleteAsync([FromBody] string[] ids, Caller caller, Store store, MemberDesk members, AccessTokens tokens)
    {
        if (!FieldLimits.IsList(ids))
            return Refusal.RequestParamError;

        List<Member>? gone = null;
        var done = await store.WriteAsync<Done>(async session =>
        {
            gone = await MemberLookup.FindAllAsync(session, caller.Corporation, ids, accountType: 0, AccountKind.Terminal);
            if (gone is null)
                return Refusal.ActiveCodeNotExist;

            foreach (var device in gone)
                await members.RemoveAsync(session, device);
            return Done.Well;
        });
        foreach (var device in gone ?? [])
            tokens.Forget(device.Id);
        return done;
    }

    private static Task<Answer<ActivationAnswer>> ResetAsync(string account, ActivationContact request, Caller caller, Store store, IIdentitySource identities, TimeProvider clock) =>
        store.WriteAsync<Answer<ActivationAnswer>>(async session =>
        {
            if (await MemberLookup.FindAsync(session, caller.Corporation, account, accountType: 0, AccountKind.Terminal) is not { } device)
                return Refusal.UserNotFound;
            return new ActivationAnswer(await NewCodeAsync(session, device, identities, clock.GetUtcNow()));
        });

    private static async Task<Answer<ActivatedDevice>> ActivateAsync(
        HttpContext http, ActivationAnswer request, Store store, MemberDesk members, PasswordTries tries, SipOptions sip, TimeProvider clock)
    {
        var source = Source.Of(http);
        if (tries.IsLocked(source))
            return Refusal.UserLocked;
        if (request.ActiveCode is not { Length: CodeDigits })
            return Refusal.RequestParamError;

        var activated = await store.WriteAsync(async session =>
        {
            if (await ActivationCodeTable.TakeAsync(session, request.ActiveCode, clock.GetUtcNow()) is not { } id || await MemberTable.FindAsync(session, id) is not { } device)
                return null;

            var password = members.DrawPassword();
            await members.SetPasswordAsync(session, device, password, mustChange: false, clock.GetUtcNow());
            return new ActivatedDevice(device.Login, password, device.SipNumber, sip.Realm);
        });
        if (activated is not null)
            return activated;

        tries.Failed(source);
        return Refusal.ActiveCodeNotExist;
    }

    private static async Task<string> NewCodeAsync(StoreSession session, Member device, IIdentitySource identities, DateTimeOffset now)
    {
        string code;
        do
            code = identities.Digits(CodeDigits);
        while (await ActivationCodeTable.IsTakenAsync(session, code));

        await ActivationCodeTable.SetAsync(session, device.Id, code, now + CodeLife);
        return code;
    }
}

internal sealed record ActivationRequest
{
    public string? DevType { get; init; }

    public string? DeptCode { get; init; }

    public string? DevName { get; init; }

    public string? Description { get; init; }

    public string? SmsNumber { get; init; }

    public string? Country { get; init; }

    public string? EmailAddr { get; init; }
}

/// <summary>Whom the code would be sent to; it is in the answer, and nothing here sends.</summary>
internal sealed record ActivationContact
{
    public string? SmsNumber { get; init; }

    public string? Country { get; init; }

    public string? EmailAddr { get; init; }
}

internal sealed record ActivationAnswer(string ActiveCode);

internal sealed record ActivationRow(string Id, string ActiveCode, string DevName, string DevType, string DeptCode, string DeptName, long ExpireDate)
{
    public static ActivationRow Of(ActivationCode code) =>
        new(code.Login, code.Code, code.Name, code.Model, code.DepartmentCode, code.DepartmentName, code.ExpiresAt.ToUnixTimeMilliseconds());
}

/// <summary>What a device needs to log in and to register.</summary>
internal sealed record ActivatedDevice(string Account, string Password, string Number, string Realm);
