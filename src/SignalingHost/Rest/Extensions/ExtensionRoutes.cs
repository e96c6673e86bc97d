using System.Text.Json.Serialization;
using SignalingHost.Join;
using SignalingHost.Rest.Control;

namespace SignalingHost.Rest.Extensions;

/// <summary>What is ours: everything under <c>/v1/ext/</c>.</summary>
internal static class ExtensionRoutes
{
    public static void MapExtensions(this IEndpointRouteBuilder routes)
    {
        routes.MapTemplates();
        routes.MapLinks();
        routes.MapLayouts();
        routes.MapExtras();
        routes.MapTrunks();
        routes.MapJoin();
        routes.MapControlExtras();
    }

    public static void AddExtensions(this IServiceCollection services)
    {
        services.AddSingleton<JoinLinkBook>();
        services.AddSingleton<LineQualities>();
        services.AddSingleton<Admissions>();
        services.AddSingleton<ParticipantTokens>();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Page<TemplateInfo>))]
[JsonSerializable(typeof(TemplateInfo))]
[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(TemplateFromHistory))]
[JsonSerializable(typeof(MeetingLinks))]
[JsonSerializable(typeof(LayoutInfo[]))]
[JsonSerializable(typeof(LanguageInfo))]
[JsonSerializable(typeof(Page<SipFailureInfo>))]
[JsonSerializable(typeof(TrunkInfo[]))]
[JsonSerializable(typeof(ParticipantDetails[]))]
[JsonSerializable(typeof(CallAgainRequest))]
[JsonSerializable(typeof(WaitingRoomRequest))]
[JsonSerializable(typeof(CaptionBody))]
[JsonSerializable(typeof(ExtJoinRequest))]
[JsonSerializable(typeof(JoinAnswer))]
internal sealed partial class ExtensionsJson : JsonSerializerContext;
