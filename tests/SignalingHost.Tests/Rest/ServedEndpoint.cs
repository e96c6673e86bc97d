using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using SignalingHost.Rest;
using SignalingHost.Rest.Control;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>One endpoint of the host, as its routing knows it.</summary>
internal sealed partial record ServedEndpoint(HttpMethod Method, string Path, RestOperation? Operation)
{
    /// <summary>What others need is taken away late, and what one calls with last.</summary>
    public int TakesAway => Operation?.Id switch
    {
        "delete_corp" => 6,
        "delete_token" or "update_token" or "check_token" => 5,
        "cancel_meeting" or "batch_delete_users" or "batch_delete_devices" => 4,
        "stop_meeting" or "cancel_recurring_meeting" => 3,
        "hang_up" or "delete_attendees" or "update_recurring_meeting" => 2,
        _ => Method == HttpMethod.Delete || Path.EndsWith("/delete", StringComparison.Ordinal) ? 1 : 0,
    };

    public bool IsTheOperators => Operation?.Door == Door.Operator;

    public bool UsesItsTokenUp => Operation?.Id is "delete_token" or "update_token" or "check_token";

    /// <summary>Ends the caller's own meeting or his being in it, after which little could be asked.</summary>
    public bool EndsHisMeeting => Operation?.Id is "stop_meeting" or "ext_leave";

    public static IEnumerable<ServedEndpoint> All(InProcessServer server) =>
        from endpoint in server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method != "OPTIONS"
        select new ServedEndpoint(new HttpMethod(method), endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<RestOperation>());

    /// <summary>
    /// Requests with one id everywhere. Control is tried with the meeting that runs, and where another is given with that too, in which the
    /// ids are out of place; what names two things, with one of them right.
    /// </summary>
    public IEnumerable<(string Path, string? Body)> RequestsWith(string id, Corporation whose, string? otherMeeting) =>
        from conference in (this switch
        {
            { Operation.Door: ControlDoor } => otherMeeting is null ? [whose.Running] : new[] { id, whose.Running, otherMeeting },
            { Operation.Id: "update_recurring_sub_meeting" or "cancel_recurring_sub_meeting" } => [id, whose.Ids["recurring meeting"]],
            _ => [id],
        }).Distinct()
        from named in (Path.Contains("{account}", StringComparison.Ordinal) ? new[] { id, whose.Ids["login"] }
            : Path.Contains("{corp_id}", StringComparison.Ordinal) ? [id, whose.Ids["corporation"]]
            : [id]).Distinct()
        from number in Method == HttpMethod.Get ? [1] : new[] { 1, 0 }
        select (
            PathWith(named, number) + RequestForger.Query(id, conference),
            Method == HttpMethod.Get ? null : RequestForger.Body(Operation?.Id ?? "", id, number));

    /// <summary>With that id where one stands in it.</summary>
    public string PathWith(string id, int number = 1) => Placeholder().Replace(Path, part => part.Value == "{value}" ? $"{number}" : Uri.EscapeDataString(id));

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
