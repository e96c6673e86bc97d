using Meetings;
using SignalingHost.Accounts;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Authentication;

/// <summary>What can be done with a token: refresh, check, end, and a nonce for one jump to the portal.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/usg/acs/token", RefreshAsync).As("update_token", Door.User);
        routes.MapPost("/v1/usg/acs/token/validate", ValidateAsync).As("check_token", Door.Open);
        routes.MapDelete("/v1/usg/acs/token", EndAsync).As("delete_token", Door.User);
        routes.MapPost("/v1/usg/acs/auth/portal-ref-nonce", PortalAsync).As("create_portal_ref_nonce", Door.User);
    }

    private static Task<Answer<TokenAnswer>> RefreshAsync(HttpContext http, Store store, AccessTokens tokens, SipOptions sip) =>
        RenewAsync(store, tokens, sip, http.Request.Headers[CallerDoor.HeaderName].ToString(), withNew: true, withUser: true, Source.Of(http));

    private static async Task<Answer<TokenAnswer>> ValidateAsync(HttpContext http, ValidateTokenRequest request, Store store, AccessTokens tokens, SipOptions sip)
    {
        if (request is not { Token.Length: > 0, NeedGenNewToken: { } withNew })
            return Refusal.RequestParamError;
        return await RenewAsync(store, tokens, sip, request.Token, withNew, request.NeedAccountInfo ?? false, Source.Of(http));
    }

    private static Task<Answer<TokenAnswer>> RenewAsync(Store store, AccessTokens tokens, SipOptions sip, string text, bool withNew, bool withUser, string source)
    {
        return withNew ? store.WriteAsync(AnswerAsync) : store.ReadAsync(AnswerAsync);

        async Task<Answer<TokenAnswer>> AnswerAsync(StoreSession session)
        {
            if (await tokens.ExamineAsync(session, text) is not var (token, member) || await CorporationTable.FindAsync(session, member.Corporation) is not { } tenant)
                return Refusal.InvalidToken;

            var user = withUser ? UserInfo.Of(member, tenant, sip.Realm) : null;
            if (!withNew)
                return TokenAnswer.Of(text, token, member, user);

            var made = await tokens.RefreshAsync(session, token, member, source);
            return TokenAnswer.Of(made.Text, made.Token, member, user);
        }
    }

    private static async Task<Done> EndAsync(Caller caller, AccessTokens tokens)
    {
        await tokens.EndAsync(caller.TokenHash);
        return Done.Well;
    }

    private static async Task<Answer<NonceAnswer>> PortalAsync(HttpContext http, Caller caller, AccessTokens tokens) =>
        new NonceAnswer(await tokens.IssuePortalJumpAsync(caller, Source.Of(http)));
}
