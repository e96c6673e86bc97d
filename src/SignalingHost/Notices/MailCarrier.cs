using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using SignalingHost.Outbox;
using SignalingHost.Settings;

namespace SignalingHost.Notices;

/// <summary>Hands a mail to the mail server. What that server refuses for good (an address that cannot be) is let go; everything else waits.</summary>
internal sealed class MailCarrier(MailOptions options) : IOutboxCarrier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public OutboxKind Kind => OutboxKind.Mail;

    public async Task<Delivery> CarryAsync(OutboxItem item, CancellationToken cancel)
    {
        if (JsonSerializer.Deserialize(item.Document, NoticeJson.Default.MailLetter) is not { } letter || options.Host.Length == 0)
            return Delivery.Refused;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var message = Write(letter);
            using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Tls };
            if (options.User.Length > 0)
                client.Credentials = new NetworkCredential(options.User, options.Password.Value);
            await client.SendMailAsync(message, limit.Token);
            return Delivery.Arrived;
        }
        catch (FormatException)
        {
            return Delivery.Refused;
        }
        catch (SmtpException refused)
        {
            return IsForGood(refused.StatusCode) ? Delivery.Refused : Delivery.Failed;
        }
        catch (Exception unreached) when (unreached is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return Delivery.Failed;
        }
    }

    private static bool IsForGood(SmtpStatusCode code) =>
        code is SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.SyntaxError || (int)code == 550;

    private MailMessage Write(MailLetter letter)
    {
        var message = new MailMessage(options.From.Length > 0 ? options.From : $"conference@{Dns.GetHostName()}", letter.To)
        {
            Subject = letter.Title,
            SubjectEncoding = Encoding.UTF8,
            Body = letter.Body,
            BodyEncoding = Encoding.UTF8,
        };
        if (letter.Calendar is { } calendar)
        {
            var type = new ContentType("text/calendar") { CharSet = "utf-8" };
            type.Parameters["method"] = calendar.Contains("METHOD:CANCEL", StringComparison.Ordinal) ? "CANCEL" : "REQUEST";
            message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(letter.Body, Encoding.UTF8, MediaTypeNames.Text.Plain));
            message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(calendar, type));
        }

        return message;
    }
}
