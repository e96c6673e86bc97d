using System.Text.Json;
using System.Text.Json.Serialization;
using Meetings.Booking;
using SignalingHost.Outbox;
using SignalingHost.Settings;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Notices;

/// <summary>Puts notices of bookings into the outbox, written out as they will be read. Where no way of sending is set, none is kept.</summary>
internal sealed class NoticePost(OutboxTable outbox, PublicAddress address, MailOptions mail, SmsOptions sms)
{
    public async Task PostAsync(StoreSession session, IReadOnlyList<Notice> notices, DateTimeOffset now)
    {
        foreach (var notice in notices)
        {
            if (notice.Channel == NoticeChannel.Sms)
            {
                if (sms.Url.Length > 0)
                    await outbox.AddAsync(session, OutboxKind.Sms, "sms", JsonSerializer.Serialize(Short(notice), NoticeJson.Default.ShortMessage), now);
            }
            else if (mail.Host.Length > 0)
            {
                await outbox.AddAsync(session, OutboxKind.Mail, "mail", JsonSerializer.Serialize(Letter(notice, now), NoticeJson.Default.MailLetter), now);
            }
        }
    }

    private MailLetter Letter(Notice notice, DateTimeOffset now)
    {
        var body = NoticeText.Body(notice, LinkOf(notice));
        return new MailLetter(notice.To, notice.Name, NoticeText.Title(notice), body, notice.Channel == NoticeChannel.Calendar ? CalendarEntry.Write(notice, body, now) : null);
    }

    private ShortMessage Short(Notice notice) => new(notice.To, $"{NoticeText.Title(notice)}\n{NoticeText.Body(notice, LinkOf(notice))}");

    private string LinkOf(Notice notice)
    {
        var meeting = notice.Meeting;
        return notice.Kind == NoticeKind.Cancelled
            ? ""
            : address.JoinLink(address.Base, meeting.Dialled, notice.Role == InviteeRole.Host ? meeting.Tokens.Chair : meeting.Tokens.Guest);
    }
}

internal sealed record MailLetter(string To, string Name, string Title, string Body, string? Calendar);

internal sealed record ShortMessage(string To, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailLetter))]
[JsonSerializable(typeof(ShortMessage))]
internal sealed partial class NoticeJson : JsonSerializerContext;
