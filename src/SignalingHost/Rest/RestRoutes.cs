using SignalingHost.Rest.Authentication;
using SignalingHost.Rest.Control;

namespace SignalingHost.Rest;

/// <summary>Every group of endpoints of the API, in the order of its documents.</summary>
internal static class RestRoutes
{
    public static void MapRest(this WebApplication app)
    {
        var authentication = app.MapGroup("").WithTags("Authentication");
        authentication.MapLogins();
        authentication.MapTokens();
        authentication.MapPasswords();
        authentication.MapSso();

        app.MapGroup("").WithTags("Conference control").MapControl();
    }
}
