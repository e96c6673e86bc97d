using Meetings;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>What a caller sees of himself and may change.</summary>
internal static class SelfEndpoints
{
    public static void MapSelf(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/member", ShowAsync).As("show_my_info", Door.User);
        routes.MapPut("/v1/usg/dcs/member", ChangeAsync).As("update_my_info", Door.User);
    }

    private static Task<Answer<MemberDetail>> ShowAsync(Caller caller, Store store) => store.ReadAsync<Answer<MemberDetail>>(async session =>
        await MemberTable.FindAsync(session, caller.Account) is { } member ? await MemberViews.DetailAsync(session, member) : Refusal.UserNotFound);

    private static async Task<Done> ChangeAsync(ChangeSelfRequest request, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (!FieldLimits.IsName(request.Name) || !FieldLimits.AreDetails(request.EnglishName, null, null, null, request.Signature, request.Title, request.Desc))
            return Refusal.RequestParamError;

        var done = await store.WriteAsync<Done>(async session =>
        {
            if (await MemberTable.FindAsync(session, caller.Account) is not { } member)
                return Refusal.UserNotFound;

            await MemberTable.SaveAsync(
                session,
                member with
                {
                    Name = request.Name!,
                    EnglishName = request.EnglishName ?? member.EnglishName,
                    Signature = request.Signature ?? member.Signature,
                    Title = request.Title ?? member.Title,
                    Description = request.Desc ?? member.Description,
                },
                clock.GetUtcNow());
            return Done.Well;
        });
        tokens.Forget(caller.Account);
        return done;
    }
}
