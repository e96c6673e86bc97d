using System.Net;
using Protocols.Sip.Trunks;
using SignalingHost.Sip;

namespace SignalingHost.Rest.Extensions;

/// <summary>How the ways into the telephone network are, for whoever runs the installation.</summary>
internal static class TrunkEndpoints
{
    public static void MapTrunks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/ext/sip/trunks", List).As("ext_list_sip_trunks", Door.Operator);

    private static Answer<TrunkInfo[]> List(SipTrunks trunks, SipService sip) =>
        sip.Turn(_ => trunks.All.Select(trunk => Describe(trunks, trunk)).ToArray());

    private static TrunkInfo Describe(SipTrunks trunks, SipTrunk trunk) => new(
        trunk.Name,
        trunk.Priority,
        trunks.CallsOf(trunk),
        trunk.MostCalls == 0 ? null : trunk.MostCalls,
        Word(trunks.RegistrationOf(trunk)),
        [.. trunks.Servers.Where(server => server.Trunk == trunk).Select(Describe)]);

    private static TrunkServerInfo Describe(TrunkServer server) => new(
        server.Host.Name,
        new IPEndPoint(server.Flow.Remote.ToIPAddress().MapToIPv4OrSelf(), server.Flow.Remote.Port).ToString(),
        Word(server.Flow.Transport),
        Word(server.Health),
        server.LastStatus == 0 ? null : server.LastStatus);

    private static string Word(Enum value)
    {
        var word = value.ToString();
        return char.ToLowerInvariant(word[0]) + word[1..];
    }
}

/// <summary>One trunk; <c>registration</c> is notNeeded, trying, registered or refused.</summary>
internal sealed record TrunkInfo(string Name, int Priority, int Calls, int? MostCalls, string Registration, IReadOnlyList<TrunkServerInfo> Servers);

/// <summary>One of its servers; <c>health</c> is unknown, up or down, <c>lastStatus</c> its last answer, 408 if it gave none.</summary>
internal sealed record TrunkServerInfo(string Host, string Address, string Transport, string Health, int? LastStatus);
