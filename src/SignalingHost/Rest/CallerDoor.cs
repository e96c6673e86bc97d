using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Rest;

/// <summary>A door that opens to a user token in <c>X-Access-Token</c>.</summary>
internal sealed class CallerDoor(CallerRight right) : Door
{
    public const string HeaderName = "X-Access-Token";

    public override string Header => HeaderName;

    public override async ValueTask<Fault?> AdmitAsync(HttpContext http)
    {
        var text = http.Request.Headers[HeaderName].ToString();
        if (text.Length == 0)
            return Refusal.IllegalRequest;

        var caller = await http.RequestServices.GetRequiredService<AccessTokens>().FindAsync(text);
        if (caller is null)
            return Refusal.InvalidToken;
        if (!caller.Has(right))
            return Refusal.ConfInsufficientPermissions;

        http.Features.Set(caller);
        return null;
    }
}
