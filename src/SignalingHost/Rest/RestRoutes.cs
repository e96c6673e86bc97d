using SignalingHost.Rest.Apps;
using SignalingHost.Rest.Authentication;
using SignalingHost.Rest.Control;
using SignalingHost.Rest.Extensions;
using SignalingHost.Rest.Management;
using SignalingHost.Rest.Members;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Rest.Recordings;
using SignalingHost.Rest.Resources;
using SignalingHost.Rest.Rooms;
using SignalingHost.Rest.Unsupported;
using SignalingHost.Rest.Webhooks;

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
        app.MapGroup("").WithTags("Rooms").MapRooms();

        var members = app.MapGroup("").WithTags("Members");
        members.MapMembers();
        members.MapSelf();
        members.MapDepartments();
        members.MapAdmins();
        members.MapTerminals();
        members.MapActivation();
        members.MapDirectory();
        members.MapAccountPasswords();

        var resources = app.MapGroup("").WithTags("Resources");
        resources.MapCorporation();
        resources.MapTenants();
        resources.MapTenantResources();

        app.MapGroup("").WithTags("Apps").MapApps();
        app.MapGroup("").WithTags("Not supported").MapUnsupported();
        app.MapGroup("").WithTags("Meeting management").MapManagement();
        app.MapGroup("").WithTags("Recordings").MapRecordings();
        app.MapGroup("").WithTags("Webhook").MapWebhooks();
        app.MapGroup("").WithTags("Ours").MapExtensions();
        app.MapDescription();
    }
}
