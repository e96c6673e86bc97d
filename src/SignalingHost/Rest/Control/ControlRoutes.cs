namespace SignalingHost.Rest.Control;

/// <summary>Conference control: every row of the documents' third group.</summary>
internal static class ControlRoutes
{
    public static void MapControl(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/mmc/control/conferences");
        routes.MapConferenceTokens();
        routes.MapMeeting();
        routes.MapParticipants();
        routes.MapInvitations();
        routes.MapPictures();
        routes.MapWaitingRoom();
        routes.MapOtherControl();
        app.MapOldExtension();
        app.MapSite();
    }
}
