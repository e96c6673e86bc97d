using System.Text.Json;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Outbox;
using SignalingHost.Storage;

namespace SignalingHost.Webhooks;

/// <summary>Writes events of meetings into the outbox of those who listen, in the transaction of what happened.</summary>
internal sealed class WebhookEvents(WebhookTable webhooks, OutboxTable outbox, TimeProvider clock, ILogger<WebhookEvents> log) : ITurnWitness
{
    /// <summary>So much may wait for one receiver; then it is locked until an administrator puts it on again.</summary>
    private const int MostWaiting = 100_000;

    public Task AddAsync(StoreSession session, string name, BookedMeeting meeting, DateTimeOffset at, string? occurrence = null)
    {
        var about = new MeetingInfo
        {
            MeetingId = meeting.Id.Value,
            MeetingUuid = meeting.Run?.Value,
            MeetingCycleSubId = occurrence,
        };
        return AddAsync(session, meeting.Corporation, name, about, attendee: null, at);
    }

    public async Task RecordAsync(StoreSession session, MeetingView view, IReadOnlyList<MeetingEvent> events)
    {
        var setup = view.Setup;
        if (!webhooks.Listening(setup.Corporation).Any())
            return;

        var about = new MeetingInfo { MeetingId = setup.Conference.Value, MeetingUuid = setup.Run.Value };
        foreach (var told in events)
        {
            var (name, attendee, at) = told switch
            {
                MeetingEvent.Opened => ("meeting.started", null, clock.GetUtcNow()),
                MeetingEvent.Joined joined => ("meeting.join", Attendee(joined.Participant, left: null), joined.At),
                MeetingEvent.Left left => ("meeting.left", Attendee(left.Participant, left.At), left.At),
                MeetingEvent.Ended ended => ("meeting.end", null, ended.At),
                MeetingEvent.Concluded concluded => ("meeting.conclude", null, concluded.At),
                _ => default((string, AttendeeInfo?, DateTimeOffset)),
            };
            if (name is not null)
                await AddAsync(session, setup.Corporation, name, about, attendee, at);
        }
    }

    /// <summary>The outbox rings by itself when the transaction is through.</summary>
    public void Committed()
    {
    }

    private static AttendeeInfo Attendee(Participant participant, DateTimeOffset? left) => new()
    {
        UserUuid = participant.Account?.Value,
        UserAgent = participant.Device.UserAgent.Length > 0 ? participant.Device.UserAgent : participant.Device.Kind.ToString(),
        Account = participant.Login.Length > 0 ? participant.Login : null,
        ParticipantId = participant.Id.Value,
        DisplayName = participant.Name,
        JoinTime = participant.JoinedAt.ToUnixTimeMilliseconds(),
        LeftTime = left?.ToUnixTimeMilliseconds(),
        Role = participant.IsChair ? 1 : 0,
        CallNumber = participant.Number,
    };

    private async Task AddAsync(StoreSession session, CorporationId corporation, string name, MeetingInfo meeting, AttendeeInfo? attendee, DateTimeOffset at)
    {
        string? document = null;
        foreach (var webhook in webhooks.Listening(corporation))
        {
            document ??= JsonSerializer.Serialize(
                new EventInfo
                {
                    Event = name,
                    Timestamp = at.ToUnixTimeMilliseconds(),
                    Payload = new EventPayload { MeetingInfo = meeting, AttendeeInfo = attendee },
                },
                WebhookJson.Plain.EventInfo);
            await outbox.AddAsync(session, OutboxKind.Webhook, webhook.Id, document, at);
            await BoundAsync(session, webhook, at);
        }
    }

    private async Task BoundAsync(StoreSession session, Webhook webhook, DateTimeOffset at)
    {
        // Counting walks an index, so it is done now and then: a few more than the most do no harm.
        if (at.ToUnixTimeMilliseconds() % 64 != 0 || await OutboxTable.CountAsync(session, webhook.Id) < MostWaiting)
            return;

        Log.WebhookLocked(log);
        await webhooks.SaveAsync(session, webhook with { Status = WebhookStatus.Locked, ChangedAt = at });
    }
}
