using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Interop.Browsers;
using Interop.Hosting;

namespace Interop.Meetings;

/// <summary>Books meetings by the API, as the administrator of the server under test. The requests go through a page, which is in whatever network the server is in.</summary>
internal sealed class Secretary
{
    public const string Account = "admin";
    public const string Password = "Minutes-2026";

    /// <summary>What the server needs to know of the secretary.</summary>
    public static readonly string[] Settings = [$"--Admin:Account={Account}", $"--Admin:Password={Password}"];

    private readonly IBrowserPage _page;

    private Secretary(IBrowserPage page) => _page = page;

    /// <summary>The login as the client keeps it.</summary>
    public string Login { get; private set; } = "";

    public static async Task<Secretary> LogInAsync(Surroundings place)
    {
        var secretary = new Secretary(await place.Browser.OpenAsync(new Uri(place.Server.Http, "/metrics")));
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Password}"));
        var said = await secretary.PostAsync("/v1/usg/acs/auth/account", new { Authorization = $"Basic {basic}" }, new { account = Account, clientType = 0, createTokenType = 0 });
        secretary.Login = new JsonObject { ["accessToken"] = said["accessToken"]!.DeepClone(), ["user"] = said["user"]!.DeepClone() }.ToJsonString();
        return secretary;
    }

    public async Task<Meeting> BookAsync(string subject = "Weekly review")
    {
        var token = (string)JsonNode.Parse(Login)!["accessToken"]!;
        var booked = (await PostAsync("/v1/mmc/management/conferences", new Dictionary<string, string> { ["X-Access-Token"] = token }, new
        {
            subject,
            length = 60,
            mediaTypes = "HDVideo",
            confConfigInfo = new { isSendNotify = false, allowGuestStartConf = true },
        }))[0]!;
        return new Meeting((string)booked["conferenceID"]!, PathOf(booked, "chairJoinUri"), PathOf(booked, "guestJoinUri"), PasswordOf(booked));
    }

    // The link names the address that the server believes to be its own; the page is the same.
    private static string PathOf(JsonNode booked, string name) => "/" + new Uri((string)booked[name]!).Fragment;

    private static string PasswordOf(JsonNode booked) =>
        (string?)booked["passwordEntry"]?.AsArray().FirstOrDefault(entry => (string?)entry!["conferenceRole"] == "general")?["password"] ?? "";

    private async Task<JsonNode> PostAsync(string path, object headers, object body)
    {
        var text = (await _page.EvaluateAsync($$"""
            fetch({{JsonSerializer.Serialize(path)}}, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', ...{{JsonSerializer.Serialize(headers)}} },
              body: JSON.stringify({{JsonSerializer.Serialize(body)}}),
            }).then(async answer => {
              const text = await answer.text();
              if (!answer.ok) throw new Error({{JsonSerializer.Serialize(path)}} + ': ' + answer.status + ' ' + text);
              return text;
            })
            """)).GetString()!;
        return JsonNode.Parse(text)!;
    }
}

/// <summary>A booked meeting and the paths of its two links.</summary>
internal sealed record Meeting(string Number, string ChairPath, string GuestPath, string GuestPassword)
{
    /// <summary>What terminals dial to be in as guests.</summary>
    public string SipAddress(ServerUnderTest server) => $"sip:{Number}{(GuestPassword.Length > 0 ? $"*{GuestPassword}" : "")}@127.0.0.1:{server.SipPort}";
}
