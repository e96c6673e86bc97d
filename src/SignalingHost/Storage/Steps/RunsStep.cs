namespace SignalingHost.Storage.Steps;

/// <summary>Runs that are going on, what is kept of those that are over, and the tokens that control them.</summary>
internal static class RunsStep
{
    public const string Sql =
        """
        CREATE TABLE run (
            id             TEXT PRIMARY KEY,
            conference_id  TEXT NOT NULL,
            setup          TEXT NOT NULL,
            core           TEXT NOT NULL,
            peak           INTEGER NOT NULL
        );

        CREATE TABLE run_part (
            run_id  TEXT NOT NULL,
            kind    INTEGER NOT NULL,
            key     TEXT NOT NULL,
            place   BIGINT NOT NULL,
            body    TEXT NOT NULL,
            PRIMARY KEY (run_id, kind, key)
        );

        CREATE TABLE run_history (
            run_id          TEXT PRIMARY KEY,
            conference_id   TEXT NOT NULL,
            corporation_id  TEXT NOT NULL,
            owner_id        TEXT NOT NULL,
            started_at      BIGINT NOT NULL,
            ended_at        BIGINT,
            search          TEXT NOT NULL,
            body            TEXT NOT NULL
        );
        CREATE INDEX run_history_owner ON run_history (owner_id, started_at);
        CREATE INDEX run_history_corporation ON run_history (corporation_id, started_at);

        CREATE TABLE attendance (
            run_id          TEXT NOT NULL,
            participant_id  TEXT NOT NULL,
            joined_at       BIGINT NOT NULL,
            left_at         BIGINT,
            account_id      TEXT,
            leave_reason    TEXT NOT NULL,
            search          TEXT NOT NULL,
            body            TEXT NOT NULL,
            PRIMARY KEY (run_id, participant_id, joined_at)
        );
        CREATE INDEX attendance_account ON attendance (account_id, joined_at);

        CREATE TABLE audit (
            run_id  TEXT NOT NULL,
            at      BIGINT NOT NULL,
            number  BIGINT NOT NULL,
            body    TEXT NOT NULL,
            PRIMARY KEY (run_id, number)
        );

        CREATE TABLE control_token (
            hash            TEXT PRIMARY KEY,
            run_id          TEXT NOT NULL,
            holder          INTEGER NOT NULL,
            participant_id  TEXT,
            account_id      TEXT,
            name            TEXT NOT NULL,
            expires_at      BIGINT NOT NULL
        );
        CREATE INDEX control_token_age ON control_token (expires_at);
        """;
}
