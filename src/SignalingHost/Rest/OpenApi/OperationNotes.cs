using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SignalingHost.Rest.Control;
using SignalingHost.Rest.Unsupported;

namespace SignalingHost.Rest.OpenApi;

/// <summary>What the description says of every operation of the API beyond what its handler declares: what it is for, what opens it, what it must be given, how it refuses.</summary>
internal static partial class OperationNotes
{
    private const string FaultSchema = nameof(FaultBody);

    // A handler takes these as if they could be missing, so that their absence is answered with the API's own code.
    private static readonly HashSet<string> Needed = new(StringComparer.OrdinalIgnoreCase)
    {
        "conferenceID", "participantID", "uuID", "startDate", "endDate", "confUUID", "confUUIDs", "conf_id", "id", "call_number",
    };

    private static readonly Dictionary<int, string> Refusals = new()
    {
        [StatusCodes.Status400BadRequest] = "Refused by a rule, or not understood; error_code and error_msg say why.",
        [StatusCodes.Status401Unauthorized] = "No token or password, or not one that is good.",
        [StatusCodes.Status403Forbidden] = "Known, but not allowed.",
        [StatusCodes.Status412PreconditionFailed] = "The account is disabled.",
        [StatusCodes.Status423Locked] = "Too many wrong passwords: locked for a while.",
        [StatusCodes.Status500InternalServerError] = "A fault of the server's.",
    };

    public static async Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (Match part in Placeholder().Matches($"/{context.Description.RelativePath}"))
            Described.AddParameter(operation, ParameterLocation.Path, part.Groups["name"].Value, null, isRequired: true);
        if (metadata.OfType<RestOperation>().FirstOrDefault() is not { } known)
            return;

        var isUnsupported = UnsupportedOperations.All.Any(one => one.Name == known.Id);
        operation.Summary = isUnsupported ? Summaries.OfUnsupported(known.Id) : Summaries.Find(known.Id);
        AddDoor(operation, context, known.Door);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Required |= Needed.Contains(parameter.Name!) || (parameter.Name == "status" && known.Id == "update_web_hook_config_status");

        await AddRefusalsAsync(operation, context, known, cancel);
        if (isUnsupported)
            operation.Responses!.Remove("200");
    }

    private static void AddDoor(OpenApiOperation operation, OpenApiOperationTransformerContext context, Door door)
    {
        if (door.Header is { } header)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(header, context.Document)] = [] }];
        if (door is not ControlDoor control)
            return;

        Described.AddParameter(operation, ParameterLocation.Query, control.Query, "The meeting's number, its own or its room's.", isRequired: true);
    }

    private static async Task AddRefusalsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, RestOperation known, CancellationToken cancel)
    {
        if (context.Document is not { } document)
            return;
        if (document.Components?.Schemas?.ContainsKey(FaultSchema) is not true)
            document.AddComponent(FaultSchema, await context.GetOrCreateSchemaAsync(typeof(FaultBody), null, cancel));

        operation.Responses ??= new OpenApiResponses();
        foreach (var status in StatusesOf(known))
        {
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = Refusals[status],
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = new OpenApiSchemaReference(FaultSchema, document) } },
            };
        }
    }

    private static IEnumerable<int> StatusesOf(RestOperation known)
    {
        yield return StatusCodes.Status400BadRequest;
        if (known.Door.Header is not null || IsLogin(known.Id))
            yield return StatusCodes.Status401Unauthorized;
        if (known.Door is CallerDoor)
            yield return StatusCodes.Status403Forbidden;
        if (IsLogin(known.Id))
        {
            yield return StatusCodes.Status412PreconditionFailed;
            yield return StatusCodes.Status423Locked;
        }

        yield return StatusCodes.Status500InternalServerError;
    }

    private static bool IsLogin(string operation) => operation is "create_token" or "create_app_token" or "create_proxy_token" or "update_pwd";

    [GeneratedRegex(@"\{\**(?<name>[^}:?]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
