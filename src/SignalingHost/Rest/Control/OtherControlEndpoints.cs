using Meetings;
using SignalingHost.Lifetime;
using SignalingHost.Rest.OpenApi;

namespace SignalingHost.Rest.Control;

/// <summary>The site's own state, network quality, and what belongs to webinars and interpretation, which this server does not hold.</summary>
internal static class OtherControlEndpoints
{
    public static void MapOtherControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/allowAudience", NotHeld).As("allow_audience_join", ControlDoor.Controller);
        routes.MapPut("/simultaneousInterpretation", NotHeld).As("resume_simultaneous_interpretation", ControlDoor.Controller);
        routes.MapPut("/interpreterGroup", NotHeld).As("set_interpreter_group", ControlDoor.Controller);
        routes.MapPut("/setAttendeeLanChannel", NotHeld).As("set_attendee_lan_channel", ControlDoor.Controller);
    }

    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/mmc/control/confmaintain/queryMgmtSiteStatus", SiteStatus).As("show_mgmt_site_status", Door.Open);
        routes.MapPost("/v1/mmc/cqs/media/qos", Quality).As("list_network_quality", ControlDoor.Qos)
            .TakesQuery("confuuid", "The run, which the token names already.", isRequired: true).TakesQuery("appid", "Not looked at.");
    }

    private static Done NotHeld(ControlCaller by) => Refusal.ConfNotSupport;

    // There is no other site to be sent to.
    private static Answer<SiteStatusAnswer> SiteStatus(Drain drain) => new SiteStatusAnswer(drain.HasBegun ? "FAULT" : "NORMAL", "");

    // Whose client has said nothing of his lines has no line here: zeros would be a claim.
    private static Answer<QosAnswer> Quality(ControlCaller by, QosRequest body, LineQualities qualities)
    {
        if (body.Users is null or [] || body.Users.Contains(null))
            return Refusal.ConfParamsNullException;

        var known = body.Users
            .Select(user => user!.Pid ?? "")
            .Where(pid => by.Token.Role(by.Meeting.View) == 1 || by.Token.Participant?.Value == pid)
            .Select(pid => qualities.Find(by.Meeting, new ParticipantId(pid)) is { } mark ? UserQos.Of(pid, mark) : null);
        return new QosAnswer(0, "Success", [.. known.OfType<UserQos>()]);
    }
}
