namespace SignalingHost.Rest.Management;

/// <summary>All of meeting management.</summary>
internal static class ManagementRoutes
{
    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        routes.MapBookings();
        routes.MapLists();
        routes.MapDetails();
        routes.MapHistory();
        routes.MapEntrances();
        routes.MapUse();
    }

    public static void AddManagement(this IServiceCollection services)
    {
        services.AddSingleton<Conferences.JoinRandoms>();
        services.AddSingleton<EntranceKeys>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<ConferenceInfos>();
        services.AddSingleton<BookingAnswers>();
    }
}
