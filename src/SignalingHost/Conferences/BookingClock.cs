using System.Data.Common;
using Meetings;
using Meetings.Booking;
using SignalingHost.Notices;
using SignalingHost.Storage;
using SignalingHost.Webhooks;

namespace SignalingHost.Conferences;

/// <summary>Sees to the moments of bookings: starts those that call people, reminds, and closes for good what nobody came to.</summary>
internal sealed class BookingClock(
    Store store, BookingTable bookings, NoticePost notices, WebhookEvents webhooks, ConferenceDesk desk, TimeProvider clock, ILogger<BookingClock> log)
    : BackgroundService
{
    private const int AtOnce = 100;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Sees to everything that is due. True if there may be more.</summary>
    public async Task<bool> AdvanceAsync()
    {
        var now = clock.GetUtcNow();
        if (await store.ReadAsync(bookings.NextWakeAsync) is not { } next || next > now)
            return false;

        var starting = new List<ConferenceId>();
        var due = await store.WriteAsync(async session =>
        {
            var due = await bookings.DueAsync(session, now, AtOnce);
            foreach (var (meeting, wokenAt) in due)
            {
                await notices.PostAsync(session, Meetings.Booking.Notices.Reminders(meeting, wokenAt, now), now);
                if (BookingMoments.StartsByItself(meeting) && meeting.Start > wokenAt && meeting.Start <= now && now < meeting.End)
                    starting.Add(meeting.Id);

                var advanced = BookingLife.Advance(meeting, now);
                await bookings.SaveAsync(session, advanced, now);
                if (advanced.Phase == BookingPhase.Destroyed || advanced.Occurrences.Count < meeting.Occurrences.Count)
                    await webhooks.AddAsync(session, "meeting.conclude", meeting, now);
            }

            return due.Count;
        });
        foreach (var id in starting)
        {
            if ((await desk.OpenAsync(id)).Refusal is var refusal and not Refusal.None)
                Log.BookingNotStarted(log, refusal);
        }

        return due == AtOnce;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LongestPause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await AdvanceAsync())
                {
                }
            }
            catch (DbException broken)
            {
                Log.BookingClockFailed(log, broken);
            }
        }
    }
}
