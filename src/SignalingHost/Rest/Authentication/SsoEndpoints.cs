using Meetings;

namespace SignalingHost.Rest.Authentication;

/// <summary>Single sign-on through an OAuth server of the corporation's. There is none here, so it is off and cannot be put on.</summary>
internal static class SsoEndpoints
{
    public static void MapSso(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/acs/authorizeconfig", Show).As("show_sso_config", Door.Admin);
        routes.MapPost("/v1/usg/acs/authorizeconfig", Set).As("set_sso_config", Door.Admin);
    }

    private static Answer<SsoConfiguration> Show() => new SsoConfiguration { EnableSSO = false };

    private static Done Set(SsoConfiguration request) => request.EnableSSO switch
    {
        null => Refusal.RequestParamError,
        true => Refusal.AuthNotSupportSso,
        false => Done.Well,
    };
}

/// <summary>What of the API's configuration there is anything to say about.</summary>
internal sealed record SsoConfiguration
{
    public bool? EnableSSO { get; init; }
}
