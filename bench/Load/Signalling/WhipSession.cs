using System.Net.Http.Headers;

namespace Load.Signalling;

/// <summary>One WHIP or WHEP resource at a server (RFC 9725): an offer posted, an answer had, deleted at the end.</summary>
internal sealed class WhipSession
{
    private readonly HttpClient _http;
    private readonly Uri _resource;
    private readonly string _token;

    private WhipSession(HttpClient http, Uri resource, string token, string answer)
    {
        _http = http;
        _resource = resource;
        _token = token;
        Answer = answer;
    }

    public string Answer { get; }

    public static async Task<WhipSession> PostAsync(HttpClient http, Uri endpoint, string token, string offer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new StringContent(offer, new MediaTypeHeaderValue("application/sdp"));
        Authorize(request, token);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || response.Headers.Location is not { } location)
            throw new InvalidOperationException($"POST {endpoint} was answered with {(int)response.StatusCode}: {body[..Math.Min(200, body.Length)]}");

        return new WhipSession(http, new Uri(endpoint, location), token, body);
    }

    public async Task DeleteAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, _resource);
        Authorize(request, _token);
        using var response = await _http.SendAsync(request);
    }

    private static void Authorize(HttpRequestMessage request, string token)
    {
        if (token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
