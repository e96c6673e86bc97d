using System.Net.Http.Headers;
using System.Text;
using SignalingHost.Outbox;
using SignalingHost.Settings;

namespace SignalingHost.Notices;

/// <summary>Posts a short message to the hook that the operator has set. 2xx is an arrival, 400 and 422 will not be taken ever.</summary>
internal sealed class SmsCarrier(SmsOptions options) : IOutboxCarrier, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public OutboxKind Kind => OutboxKind.Sms;

    public async Task<Delivery> CarryAsync(OutboxItem item, CancellationToken cancel)
    {
        if (options.Url.Length == 0)
            return Delivery.Refused;

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
            request.Content = new StringContent(item.Document, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
            if (options.Token.Value.Length > 0)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token.Value);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return response.IsSuccessStatusCode ? Delivery.Arrived : (int)response.StatusCode is 400 or 422 ? Delivery.Refused : Delivery.Failed;
        }
        catch (Exception unreached) when (unreached is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Delivery.Failed;
        }
    }

    public void Dispose() => _client.Dispose();
}
