using Meetings;
using SignalingHost.Accounts;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Authentication;

/// <summary>Logging in: by password, by an app's signature, through a third party.</summary>
internal static class LoginEndpoints
{
    private const int LongestLogin = 255;

    public static void MapLogins(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/usg/acs/auth/account", ByAccountAsync).As("create_token", Door.Open).TakesHeader("Authorization", "Basic and base64 of account:password.", isRequired: true);
        routes.MapPost("/v2/usg/acs/auth/appauth", ByAppAsync).As("create_app_token", Door.Open).TakesHeader("Authorization", "HMAC-SHA256 signature=<hex>,access=<base64 of the app's id>.", isRequired: true);
        routes.MapPost("/v1/usg/acs/auth/proxy", ByProxyAsync).As("create_proxy_token", Door.Open);
    }

    private static async Task<Answer<TokenAnswer>> ByAccountAsync(HttpContext http, AccountLoginRequest request, Logins logins, LoginAnswers answers)
    {
        if (request.Account is not { Length: > 0 and <= LongestLogin } || request.ClientType is not { } clientType || request.CreateTokenType is not (null or 0 or 1))
            return Refusal.RequestParamError;
        if (!BasicCredentials.TryParse(http.Request.Headers.Authorization.ToString(), out var given))
            return Refusal.UserNameOrPasswordError;

        var login = await logins.ByPasswordAsync(given.Name, given.Password, Source.Of(http));
        return await answers.OfAsync(login, clientType, request.CreateTokenType == 1, Source.Of(http));
    }

    private static async Task<Answer<TokenAnswer>> ByAppAsync(HttpContext http, AppLoginRequest request, Logins logins, LoginAnswers answers)
    {
        if (request is not { AppId.Length: > 0, ClientType: { } clientType, ExpireTime: >= 0, Nonce.Length: >= 1 and <= 64 }
            || request.UserId is { Length: > LongestLogin } || request.UserName is { Length: > 96 })
            return Refusal.RequestParamError;
        if (!AppSignature.TryParse(http.Request.Headers.Authorization.ToString(), out var signature) || signature.AppId != request.AppId)
            return Refusal.AppIdCheckFailed;

        var login = await logins.ByAppAsync(
            new AppLogin
            {
                Signature = signature,
                CorporationId = request.CorpId ?? "",
                UserId = request.UserId ?? "",
                ExpireTime = request.ExpireTime.Value,
                Nonce = request.Nonce,
                UserName = request.UserName ?? "",
                Email = request.UserEmail ?? "",
                Phone = request.UserPhone ?? "",
                DepartmentCode = request.DeptCode ?? "",
            },
            Source.Of(http));
        return await answers.OfAsync(login, clientType, onlyCheck: false, Source.Of(http), request.AppId);
    }

    // Accounts of the workplace are this server's own. There is no OAuth server to ask, and the documents have a word for that.
    private static async Task<Answer<TokenAnswer>> ByProxyAsync(HttpContext http, ProxyLoginRequest request, Logins logins, LoginAnswers answers)
    {
        if (request.AuthServerType == "oauth2" || request.AuthType == "AuthCode")
            return Refusal.AuthNotSupportSso;
        if (request.AuthServerType != "workplace" || request.AuthType != "AccountAndPwd")
            return Refusal.InvalidAuthType;
        if (request.Account is not { Length: > 0 and <= LongestLogin } || request.Pwd is not { Length: > 0 } || request.ClientType is not { } clientType)
            return Refusal.RequestParamError;

        var login = await logins.ByPasswordAsync(request.Account, request.Pwd, Source.Of(http));
        return await answers.OfAsync(login, clientType, request.CreateTokenType == 1, Source.Of(http));
    }
}

/// <summary>Turns somebody who is known into the Token that he is answered with.</summary>
internal sealed class LoginAnswers(Store store, AccessTokens tokens, SipOptions sip, TimeProvider clock)
{
    public async Task<Answer<TokenAnswer>> OfAsync(Login login, int clientType, bool onlyCheck, string source, string? app = null)
    {
        if (login.Member is not { } member)
            return login.Refusal;

        return await store.WriteAsync<Answer<TokenAnswer>>(async session =>
        {
            if (await CorporationTable.FindAsync(session, member.Corporation) is not { } tenant)
                return Refusal.UserNameOrPasswordError;

            var user = UserInfo.Of(member, tenant, sip.Realm, app);
            if (onlyCheck)
            {
                var now = clock.GetUtcNow();
                return TokenAnswer.Of(null, new IssuedToken { Hash = "", Account = member.Id, ClientType = clientType, Source = source, CreatedAt = now, ExpiresAt = now }, member, user);
            }

            var made = await tokens.IssueAsync(session, member, clientType, source);
            return TokenAnswer.Of(made.Text, made.Token, member, user);
        });
    }
}
