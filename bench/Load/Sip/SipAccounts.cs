using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Load.Sip;

/// <summary>What is asked of the API before SIP begins: accounts with numbers, and a meeting that they can dial.</summary>
internal sealed class SipAccounts(Uri server, string adminPassword) : IDisposable
{
    public const string Password = "Terminal-2026";

    private readonly HttpClient _http = new() { BaseAddress = server };

    public async Task LogInAsync()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{adminPassword}"));
        var token = await SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", new { account = "admin", clientType = 72 }, new("Basic", basic));
        _http.DefaultRequestHeaders.Add("X-Access-Token", token.GetProperty("accessToken").GetString());
    }

    /// <summary>The numbers of so many new accounts.</summary>
    public async Task<string[]> CreateAsync(int count, Action<int> made)
    {
        var numbers = new string[count];
        for (var i = 0; i < count; i++)
        {
            var member = await SendAsync(HttpMethod.Post, "/v1/usg/dcs/corp/member", new { name = $"Terminal {i}", account = $"terminal-{i}", pwd = Password });
            numbers[i] = member.GetProperty("sipNum").GetString()!;
            made(i + 1);
        }

        return numbers;
    }

    /// <summary>What is dialled to be in a meeting at once: its id and, behind an asterisk, its password.</summary>
    public async Task<string> MeetingAsync(string mediaTypes = "Voice")
    {
        var booked = (await SendAsync(HttpMethod.Post, "/v1/mmc/management/conferences", new { subject = "Bench", mediaTypes, length = 600, confConfigInfo = new { allowGuestStartConf = true } }))[0];
        var guest = booked.GetProperty("passwordEntry").EnumerateArray().Single(one => one.GetProperty("conferenceRole").GetString() == "general").GetProperty("password").GetString();
        return $"{booked.GetProperty("conferenceID").GetString()}*{guest}";
    }

    /// <summary>Comes into a meeting as a browser does, with what is dialled to be in it; the token opens its WHIP and WHEP.</summary>
    public async Task<string> JoinAsync(string dialled, string name)
    {
        var words = dialled.Split('*');
        return (await SendAsync(HttpMethod.Post, "/v1/ext/join", new { conferenceID = words[0], password = words[1], name })).GetProperty("token").GetString()!;
    }

    public Task LeaveAsync(string token) => SendAsync(HttpMethod.Delete, "/v1/ext/join", new { }, new("Bearer", token));

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object body, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = authorization;
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text.Length > 0 ? text : "{}").RootElement;
    }
}
