using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>Terminals: the devices in meeting rooms, each with an account and a number of its own.</summary>
internal static class TerminalEndpoints
{
    public static void MapTerminals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/termdevtype", ShowModels).As("show_device_types", Door.User);
        routes.MapGet("/v1/usg/dcs/corp/device", SearchAsync).As("search_devices", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/device", AddAsync).As("add_device", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/device/delete", DeleteAsync).As("batch_delete_devices", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/device/status/{value}", SetStatusAsync).As("batch_update_devices_status", Door.Admin);
        routes.MapGet("/v1/usg/dcs/corp/device/{sn}", ShowAsync).As("show_device_detail", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/device/{sn}", ChangeAsync).As("update_device", Door.Admin);
        routes.MapPost("/v1/usg/acs/ap/userstatus", ShowStatesAsync).As("show_device_status", Door.User);
    }

    private static Answer<TerminalModelRow[]> ShowModels() => TerminalModels.All
        .Select(model => new TerminalModelRow(model.Type, model.Model, model.HasActivationCode, model.Resolution, model.HasProjectionCode, model.IsMultiStream))
        .ToArray();

    private static async Task<Answer<Page<TerminalRow>>> SearchAsync(Caller caller, Store store, [AsParameters] PageQuery page, string? model, string? deptCode, bool? enableSubDept)
    {
        var filter = new MemberFilter
        {
            Kind = AccountKind.Terminal,
            Text = page.Sought,
            Model = string.IsNullOrEmpty(model) ? null : TerminalModels.Find(model)?.Model ?? model,
            DepartmentCode = string.IsNullOrEmpty(deptCode) ? null : deptCode,
            WithDepartmentsBelow = enableSubDept ?? true,
        };
        var found = await store.ReadAsync(async session => await MemberViews.RowsAsync(
            session, await MemberTable.FindAsync(session, caller.Corporation, filter, page.OfAccounts), (member, department, _) => TerminalRow.Of(member, department)));
        return Page<TerminalRow>.Of(found, page.OfAccounts);
    }

    private static async Task<Answer<TerminalRow>> AddAsync(TerminalRequest request, Caller caller, Store store, MemberDesk members, TimeProvider clock)
    {
        if (!FieldLimits.IsName(request.Name) || string.IsNullOrEmpty(request.Model) || !Fits(request))
            return Refusal.RequestParamError;
        if (TerminalModels.Find(request.Model) is not { } model)
            return Refusal.NoCorrespondingTerminalType;

        return await store.WriteAsync<Answer<TerminalRow>>(async session =>
        {
            var code = string.IsNullOrEmpty(request.DeptCode) ? Department.RootCode : request.DeptCode;
            if (await DepartmentTable.FindAsync(session, caller.Corporation, code) is not { } department)
                return Refusal.RequestParamError;

            var wanted = new Member
            {
                Id = default,
                Corporation = caller.Corporation,
                Kind = AccountKind.Terminal,
                Login = "",
                Name = request.Name!,
                Phone = request.Phone ?? "",
                Country = request.Country ?? "",
                Email = request.Email ?? "",
                Description = request.Description ?? "",
                DepartmentCode = code,
                IsActive = request.Status != 1,
                Model = model.Model,
                Serial = string.IsNullOrEmpty(request.Sn) ? null : request.Sn,
                ProjectionMode = request.PrjCodeMode ?? 0,
                SipNumber = "",
            };
            var (refusal, terminal) = await members.AddAsync(session, wanted, members.DrawPassword(), clock.GetUtcNow());
            return refusal == Refusal.None ? TerminalRow.Of(terminal, department) : refusal;
        });
    }

    private static async Task<Done> DeleteAsync([FromBody] string[] serials, Caller caller, Store store, MemberDesk members, AccessTokens tokens)
    {
        if (!FieldLimits.IsList(serials))
            return Refusal.RequestParamError;

        return await ForAllAsync(serials, caller, store, tokens, (session, terminal) => members.RemoveAsync(session, terminal));
    }

    private static async Task<Done> SetStatusAsync(int value, [FromBody] string[] serials, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (!FieldLimits.IsList(serials) || value is not (0 or 1))
            return Refusal.RequestParamError;

        return await ForAllAsync(serials, caller, store, tokens, (session, terminal) => MemberTable.SaveAsync(session, terminal with { IsActive = value == 0 }, clock.GetUtcNow()));
    }

    private static async Task<Done> ForAllAsync(string[] serials, Caller caller, Store store, AccessTokens tokens, Func<StoreSession, Member, Task> change)
    {
        var changed = new List<AccountId>();
        var done = await store.WriteAsync<Done>(async session =>
        {
            var terminals = new List<Member>();
            foreach (var serial in serials.Distinct(StringComparer.Ordinal))
            {
                if (await MemberLookup.FindTerminalAsync(session, caller.Corporation, serial) is not { } terminal)
                    return Refusal.UserNotFound;
                terminals.Add(terminal);
            }

            foreach (var terminal in terminals)
            {
                await change(session, terminal);
                changed.Add(terminal.Id);
            }

            return Done.Well;
        });
        changed.ForEach(tokens.Forget);
        return done;
    }

    private static Task<Answer<TerminalRow>> ShowAsync(string sn, Caller caller, Store store) => store.ReadAsync<Answer<TerminalRow>>(async session =>
        await MemberLookup.FindTerminalAsync(session, caller.Corporation, sn) is { } terminal
            ? TerminalRow.Of(terminal, await DepartmentTable.FindAsync(session, caller.Corporation, terminal.DepartmentCode))
            : Refusal.UserNotFound);

    private static async Task<Done> ChangeAsync(string sn, TerminalRequest request, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if ((request.Name is not null && !FieldLimits.IsName(request.Name)) || !Fits(request))
            return Refusal.RequestParamError;

        AccountId? changed = null;
        var done = await store.WriteAsync<Done>(async session =>
        {
            if (await MemberLookup.FindTerminalAsync(session, caller.Corporation, sn) is not { } terminal)
                return Refusal.UserNotFound;
            if (request.DeptCode is { Length: > 0 } code && await DepartmentTable.FindAsync(session, caller.Corporation, code) is null)
                return Refusal.RequestParamError;

            changed = terminal.Id;
            await MemberTable.SaveAsync(
                session,
                terminal with
                {
                    Name = request.Name ?? terminal.Name,
                    ProjectionMode = request.PrjCodeMode ?? terminal.ProjectionMode,
                    DepartmentCode = string.IsNullOrEmpty(request.DeptCode) ? terminal.DepartmentCode : request.DeptCode,
                    Phone = request.Phone ?? terminal.Phone,
                    Country = request.Country ?? terminal.Country,
                    Email = request.Email ?? terminal.Email,
                    Description = request.Description ?? terminal.Description,
                    IsActive = request.Status is { } status ? status == 0 : terminal.IsActive,
                },
                clock.GetUtcNow());
            return Done.Well;
        });
        if (changed is { } id)
            tokens.Forget(id);
        return done;
    }

    private static async Task<Answer<TerminalState[]>> ShowStatesAsync([FromBody] string[] numbers, Caller caller, Store store, ITerminalPresence presence)
    {
        if (!FieldLimits.IsList(numbers))
            return Refusal.RequestParamError;

        var states = new List<TerminalState>();
        foreach (var given in numbers)
        {
            var number = given.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? given[4..] : given;
            var member = await store.ReadAsync(session => MemberTable.FindBySipNumberAsync(session, number));
            if (member is null || member.Corporation != caller.Corporation)
                return Refusal.UserNotFound;
            states.Add(TerminalState.Of(number, presence.Of(number)));
        }

        return states.ToArray();
    }

    private static bool Fits(TerminalRequest request) => request.Status is null or 0 or 1 && request.PrjCodeMode is null or (>= 0 and <= 9)
        && request.Sn is null or { Length: <= 64 } && request.Sn?.Contains('/', StringComparison.Ordinal) is not true
        && FieldLimits.AreDetails(null, request.Phone, request.Country, request.Email, null, null, request.Description);
}
