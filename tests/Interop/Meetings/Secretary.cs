using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Interop.Meetings;

/// <summary>Books meetings by the API, as the administrator of the server under test.</summary>
internal sealed class Secretary : IDisposable
{
    public const string Account = "admin";
    public const string Password = "Minutes-2026";

    /// <summary>What the server needs to know of the secretary.</summary>
    public static readonly string[] Settings = [$"--Admin:Account={Account}", $"--Admin:Password={Password}"];

    private readonly HttpClient _http;

    private Secretary(HttpClient http, string login)
    {
        _http = http;
        Login = login;
    }

    /// <summary>The login as the page keeps it.</summary>
    public string Login { get; }

    public static async Task<Secretary> LogInAsync(Uri server)
    {
        var http = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/usg/acs/auth/account") { Content = JsonContent.Create(new { account = Account, clientType = 0, createTokenType = 0 }) };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Password}")));
        var said = await SendAsync(http, request);
        http.DefaultRequestHeaders.Add("X-Access-Token", (string)said["accessToken"]!);
        return new Secretary(http, new JsonObject { ["accessToken"] = said["accessToken"]!.DeepClone(), ["user"] = said["user"]!.DeepClone() }.ToJsonString());
    }

    public async Task<Meeting> BookAsync(string subject = "Weekly review")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/mmc/management/conferences")
        {
            Content = JsonContent.Create(new
            {
                subject,
                length = 60,
                mediaTypes = "HDVideo",
                confConfigInfo = new { isSendNotify = false, allowGuestStartConf = true },
            }),
        };
        var booked = (await SendAsync(_http, request))[0]!;
        return new Meeting((string)booked["conferenceID"]!, PathOf(booked, "chairJoinUri"), PathOf(booked, "guestJoinUri"));
    }

    public void Dispose() => _http.Dispose();

    // The link names the address that the server believes to be its own; the page is the same.
    private static string PathOf(JsonNode booked, string name) => "/" + new Uri((string)booked[name]!).Fragment;

    private static async Task<JsonNode> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, $"{request.RequestUri}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}

/// <summary>A booked meeting and the paths of its two links.</summary>
internal sealed record Meeting(string Number, string ChairPath, string GuestPath);
