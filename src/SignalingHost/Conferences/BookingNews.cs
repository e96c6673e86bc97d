using Meetings.Booking;
using SignalingHost.Notices;
using SignalingHost.Storage;
using SignalingHost.Webhooks;

namespace SignalingHost.Conferences;

/// <summary>Who is told what of a booking: written down with the booking itself, sent afterwards until it has arrived.</summary>
internal sealed class BookingNews(NoticePost notices, WebhookEvents webhooks)
{
    public async Task TellAsync(StoreSession session, BookingEvent happened)
    {
        await notices.PostAsync(session, Meetings.Booking.Notices.Of(happened), happened.At);
        switch (happened)
        {
            case BookingEvent.Created:
                await webhooks.AddAsync(session, "meeting.create", happened.Meeting, happened.At);
                break;
            case BookingEvent.Cancelled:
                await webhooks.AddAsync(session, "meeting.cancel", happened.Meeting, happened.At);
                break;
            case BookingEvent.OccurrencesCancelled { Which: var which }:
                foreach (var one in which)
                    await webhooks.AddAsync(session, "meeting.cancel", happened.Meeting, happened.At, one.Id);
                break;
            case BookingEvent.OccurrenceChanged { After: var after }:
                await webhooks.AddAsync(session, "meeting.modify", happened.Meeting, happened.At, after.Id);
                break;
            default:
                await webhooks.AddAsync(session, "meeting.modify", happened.Meeting, happened.At);
                break;
        }
    }
}
