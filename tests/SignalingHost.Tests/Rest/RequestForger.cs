using System.Text;
using System.Text.Json.Nodes;

namespace SignalingHost.Tests.Rest;

/// <summary>Makes requests in which one id stands in every place where an id can stand, and everything else is as the operation wants it.</summary>
internal static class RequestForger
{
    private static readonly Dictionary<string, string> Sensible = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mediaTypes"] = "HDVideo",
        ["startTime"] = "",
        ["pwd"] = "Taken-Over-1",
        ["newPwd"] = "Taken-Over-1",
        ["oldPwd"] = "Taken-Over-2",
        ["password"] = "Taken-Over-1",
        ["subject"] = "Taken over",
        ["name"] = "Taken over",
        ["newName"] = "Taken over",
        ["vmrName"] = "Taken over",
        ["deptName"] = "Taken over",
        ["app_name"] = "Taken over",
        ["devName"] = "Taken over",
        ["devType"] = "ideahub",
        ["model"] = "TE20",
        ["language"] = "en-US",
        ["url"] = "http://127.0.0.1:9/taken",
        ["cycle"] = "Day",
        ["imageType"] = "Single",
        ["switchMode"] = "VAS",
        ["phone"] = "",
        ["email"] = "",
        ["country"] = "",
        ["chairmanPwd"] = "000000",
        ["guestPwd"] = "135791",
        ["sms"] = "",
        ["timeZoneID"] = "26",
        ["groupuri"] = "",
        ["mark"] = "",
        ["gustPwd"] = "135791",
        ["chairPwd"] = "246802",
        ["type"] = "",
        ["startDate"] = $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}",
        ["endDate"] = $"{DateTime.UtcNow.AddDays(5):yyyy-MM-dd}",
        ["typeId"] = "vmr_50",
        ["parentDeptCode"] = "1",
        ["note"] = "",
        ["signature"] = "",
        ["layOutName"] = "Taken over",
        ["HA2"] = "",
    };

    /// <summary>Fields in which no id can stand and not every value is allowed.</summary>
    private static readonly string[] LeftOut =
    [
        "confConfigInfo", "phone2", "phone3", "deptUUID", "address", "appId", "userType", "liveAddress", "auxAddress", "sortLevel", "picLayoutInfo", "inPermission", "outPermission", "designatedOutDeptCodes", "prjCodeMode",
    ];

    public static string Query(string id, string conference) => new StringBuilder("?offset=0&limit=100&queryAll=true&searchKey=&startDate=0&status=1&type=1")
        .Append($"&endDate={Corporation.NextYear}&conferenceID={conference}")
        .Append(string.Concat(new[] { "confUUID", "confUUIDs", "conf_id", "userUUID", "participantID", "uuID", "deptCode", "id", "corpId", "call_number", "account", "tmpToken" }.Select(name => $"&{name}={Uri.EscapeDataString(id)}")))
        .Append($"&deptName=victim&confID={conference}").ToString();

    /// <summary>A body as the documents' model of the operation has it, or for one of ours with every name that ours have.</summary>
    public static string Body(string operation, string id, int number)
    {
        if (ApiDescription.Requests.TryGetValue(operation, out var model))
        {
            var body = Value(model, "", id, number)!;
            if (operation is "create_meeting" or "update_meeting")
                body.AsObject().Remove("cycleParams");
            if (operation.StartsWith("update_", StringComparison.Ordinal) && body is JsonObject changed)
                changed.Remove("vmrID");
            if (operation.Contains("recurring", StringComparison.Ordinal) && body.AsObject().ContainsKey("startTime"))
                body["startTime"] = $"{DateTime.UtcNow.AddDays(2).AddHours(1):yyyy-MM-dd HH:mm}";
            return body.ToJsonString();
        }

        var content = new JsonObject { ["subject"] = "Taken over", ["mediaTypes"] = "HDVideo", ["vmrFlag"] = number, ["vmrID"] = id };
        return new JsonObject
        {
            ["name"] = "Taken over",
            ["content"] = content,
            ["confUUID"] = id,
            ["conferenceID"] = id,
            ["language"] = "en-US",
            ["password"] = "Taken-Over-1",
            ["activeCode"] = id,
            ["participantID"] = id,
            ["enableWaitingRoom"] = number,
            ["mediaTypes"] = "HDVideo",
            ["vmrID"] = id,
            ["vmrFlag"] = number,
            ["type"] = "banner",
            ["text"] = "Taken over",
        }.ToJsonString();
    }

    private static JsonNode? Value(string type, string name, string id, int number)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return new JsonArray(Value(type[..^2], name, id, number));
        if (ApiDescription.RequestModel(type) is { } model)
        {
            var isBooking = type is "RestScheduleConfDTO" or "RestAttendeeDTO" or "RestScheduleCycleConfDTO";
            return new JsonObject(model
                .Where(field => !LeftOut.Contains(field.Key) && !(isBooking && field.Value.Type == "integer" && field.Key is not ("length" or "vmrFlag" or "role")))
                .Select(field => KeyValuePair.Create(field.Key, field.Key == "phone" && type.Contains("Attend", StringComparison.Ordinal) ? id : field.Key == "type" && type.Contains("Resource", StringComparison.Ordinal) ? "VMR" : Value(field.Value.Type, field.Key, id, number))));
        }

        return type switch
        {
            "string" when name == "deptCode" && number == 0 => "1",
            "string" => Sensible.TryGetValue(name, out var sensible) ? sensible : id,
            "boolean" => number == 1,
            _ => name switch { "length" => 30, "clientType" => 72, "expireDate" => Corporation.NextYear, "viewType" => 2, "switchTime" => 10, "interval" => 1, "index" => 1, "idType" or "callInRestriction" or "audienceCallInRestriction" => 0, "chatPermission" => 1, "point" => 1, _ => number },
        };
    }
}
