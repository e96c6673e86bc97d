namespace SignalingHost.Storage.Steps;

/// <summary>
/// Bookings that are not over, recordings, templates, and what is to be told to others outside.
/// A booking's row has what is searched for; all of it is in its document.
/// </summary>
internal static class BookingsStep
{
    public const string Sql =
        """
        CREATE TABLE booking (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            owner_id        TEXT NOT NULL,
            phase           INTEGER NOT NULL,
            room_id         TEXT,
            room_number     TEXT,
            starts_at       BIGINT NOT NULL,
            ends_at         BIGINT NOT NULL,
            wakes_at        BIGINT NOT NULL,
            woken_at        BIGINT NOT NULL,
            chair_key       TEXT NOT NULL,
            guest_key       TEXT NOT NULL,
            search          TEXT NOT NULL,
            people          TEXT NOT NULL,
            document        TEXT NOT NULL
        );
        CREATE INDEX booking_corporation ON booking (corporation_id);
        CREATE INDEX booking_room ON booking (room_id);
        CREATE INDEX booking_room_number ON booking (room_number);
        CREATE INDEX booking_wakes ON booking (wakes_at);
        CREATE INDEX booking_chair_key ON booking (chair_key);
        CREATE INDEX booking_guest_key ON booking (guest_key);

        CREATE TABLE recording (
            run_id          TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            owner_id        TEXT NOT NULL,
            started_at      BIGINT NOT NULL,
            bytes           BIGINT NOT NULL,
            search          TEXT NOT NULL,
            document        TEXT NOT NULL
        );
        CREATE INDEX recording_listed ON recording (corporation_id, started_at, run_id);

        CREATE TABLE template (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            owner_id        TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name            TEXT NOT NULL,
            changed_at      BIGINT NOT NULL,
            document        TEXT NOT NULL
        );
        CREATE INDEX template_listed ON template (owner_id, changed_at);

        CREATE TABLE webhook (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            for_tenants     INTEGER NOT NULL,
            subscriber_id   TEXT NOT NULL,
            subscriber_key  TEXT NOT NULL,
            url             TEXT NOT NULL,
            status          INTEGER NOT NULL,
            changed_at      BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX webhook_corporation ON webhook (corporation_id, for_tenants);

        CREATE TABLE outbox (
            id              TEXT PRIMARY KEY,
            kind            INTEGER NOT NULL,
            target          TEXT NOT NULL,
            created_at      BIGINT NOT NULL,
            place           BIGINT NOT NULL,
            due_at          BIGINT NOT NULL,
            attempts        INTEGER NOT NULL,
            document        TEXT NOT NULL
        );
        CREATE INDEX outbox_due ON outbox (due_at, place);
        CREATE INDEX outbox_target ON outbox (target);

        CREATE TABLE sip_failure (
            account_id      TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
            corporation_id  TEXT NOT NULL,
            failed_at       BIGINT NOT NULL,
            document        TEXT NOT NULL
        );
        CREATE INDEX sip_failure_listed ON sip_failure (corporation_id, failed_at);
        """;
}
