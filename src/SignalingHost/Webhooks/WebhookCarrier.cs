using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Meetings;
using SignalingHost.Outbox;

namespace SignalingHost.Webhooks;

/// <summary>Posts one event to its receiver. Only 200 is an arrival; no redirect is followed, and no more of an answer is read than it may have.</summary>
internal sealed class WebhookCarrier(WebhookTable webhooks, OutsideHttp http, IIdentitySource identities, TimeProvider clock) : IOutboxCarrier
{
    private const int LongestAnswer = 4096;
    private const int NonceDigits = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public OutboxKind Kind => OutboxKind.Webhook;

    public async Task<Delivery> CarryAsync(OutboxItem item, CancellationToken cancel)
    {
        if (webhooks.Find(item.Target) is not { } webhook)
            return Delivery.Refused;
        if (webhook.Status == WebhookStatus.Off)
            return Delivery.Failed;

        return await PostAsync(webhook, item.Document, identities.Hex(NonceDigits), cancel) is null ? Delivery.Failed : Delivery.Arrived;
    }

    /// <summary>Whether somebody is there who knows what he is asked for: the answer must hold the nonce.</summary>
    public async Task<bool> VerifyAsync(Webhook webhook, CancellationToken cancel)
    {
        var nonce = identities.Hex(NonceDigits);
        var asked = new EventInfo { Event = "meeting.verify", Timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        if (await PostAsync(webhook, JsonSerializer.Serialize(asked, WebhookJson.Plain.EventInfo), nonce, cancel) is not { } answer)
            return false;

        try
        {
            return JsonSerializer.Deserialize(answer, WebhookJson.Default.VerifyAnswer) is { Event: "meeting.verify" } said && said.Nonce == nonce;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The answer's body, or nothing where it was no 200.</summary>
    private async Task<string?> PostAsync(Webhook webhook, string eventInfo, string nonce, CancellationToken cancel)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var signature = WebhookSignature.Of(webhook.SubscriberId, timestamp, nonce, eventInfo, webhook.SubscriberKey);
        var appId = JsonEncodedText.Encode(webhook.SubscriberId);

        // What was signed goes out as it is: written anew, a space would be enough to make the signature wrong.
        var body = $$"""{"appID":"{{appId}}","timestamp":{{timestamp}},"nonce":"{{nonce}}","signature":"{{signature}}","eventInfo":{{eventInfo}}}""";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url);
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
            using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return null;

            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[LongestAnswer];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit.Token);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception unreached) when (unreached is HttpRequestException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
