namespace SignalingHost.Storage.Steps;

/// <summary>Step 2: corporations, those who belong to them, their rooms, and what they log in with.</summary>
internal static class AccountsStep
{
    public const string Sql =
        """
        CREATE TABLE corporation (
            id               TEXT PRIMARY KEY,
            operator_id      TEXT,
            name             TEXT NOT NULL,
            domain           TEXT NOT NULL,
            country          TEXT NOT NULL,
            phone            TEXT NOT NULL,
            fax              TEXT NOT NULL,
            email            TEXT NOT NULL,
            address          TEXT NOT NULL,
            description      TEXT NOT NULL,
            group_id         TEXT NOT NULL,
            kind             INTEGER NOT NULL,
            seats            INTEGER NOT NULL,
            recording_bytes  BIGINT NOT NULL,
            auto_user_create INTEGER NOT NULL,
            created_at       BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX corporation_name ON corporation (name);
        CREATE INDEX corporation_operator ON corporation (operator_id, name);

        CREATE TABLE department (
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            code            TEXT NOT NULL,
            parent_code     TEXT,
            name            TEXT NOT NULL,
            depth           INTEGER NOT NULL,
            code_path       TEXT NOT NULL,
            name_path       TEXT NOT NULL,
            note            TEXT NOT NULL,
            in_permission   TEXT NOT NULL,
            out_permission  TEXT NOT NULL,
            designated_out  TEXT NOT NULL,
            sort_level      INTEGER NOT NULL,
            PRIMARY KEY (corporation_id, code)
        );
        CREATE INDEX department_parent ON department (corporation_id, parent_code, sort_level, name);

        CREATE TABLE account (
            id                  TEXT PRIMARY KEY,
            corporation_id      TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            login               TEXT NOT NULL,
            third_login         TEXT,
            kind                INTEGER NOT NULL,
            admin               INTEGER NOT NULL,
            name                TEXT NOT NULL,
            english_name        TEXT NOT NULL,
            phone               TEXT NOT NULL,
            country             TEXT NOT NULL,
            email               TEXT NOT NULL,
            department_code     TEXT NOT NULL,
            signature           TEXT NOT NULL,
            title               TEXT NOT NULL,
            description         TEXT NOT NULL,
            status              INTEGER NOT NULL,
            sort_level          INTEGER NOT NULL,
            hide_phone          INTEGER NOT NULL,
            enable_room         INTEGER NOT NULL,
            sip_number          TEXT NOT NULL,
            password            TEXT NOT NULL,
            must_change         INTEGER NOT NULL,
            digest_of_number    TEXT NOT NULL,
            digest_of_login     TEXT NOT NULL,
            model               TEXT,
            serial              TEXT,
            projection_mode     INTEGER NOT NULL,
            search              TEXT NOT NULL,
            created_at          BIGINT NOT NULL,
            changed_at          BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX account_login ON account (login);
        CREATE UNIQUE INDEX account_sip_number ON account (sip_number);
        CREATE UNIQUE INDEX account_third_login ON account (corporation_id, third_login);
        CREATE UNIQUE INDEX account_serial ON account (corporation_id, serial);
        CREATE INDEX account_listed ON account (corporation_id, kind, sort_level, name, id);
        CREATE INDEX account_admin ON account (corporation_id, admin);
        CREATE INDEX account_department ON account (corporation_id, department_code, kind);

        CREATE TABLE room (
            id                 TEXT PRIMARY KEY,
            corporation_id     TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            number             TEXT NOT NULL,
            kind               INTEGER NOT NULL,
            name               TEXT NOT NULL,
            package_id         TEXT NOT NULL,
            seats              INTEGER NOT NULL,
            guest_password     TEXT NOT NULL,
            chair_password     TEXT NOT NULL,
            guest_key          TEXT NOT NULL,
            chair_key          TEXT NOT NULL,
            allow_guest_first  INTEGER NOT NULL,
            guest_first_notice INTEGER NOT NULL,
            stopped            INTEGER NOT NULL,
            holder_id          TEXT REFERENCES account (id) ON DELETE SET NULL,
            resource_id        TEXT,
            expires_at         BIGINT,
            created_at         BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX room_number ON room (number);
        CREATE INDEX room_listed ON room (corporation_id, kind, number);
        CREATE INDEX room_holder ON room (holder_id);
        CREATE INDEX room_guest_key ON room (guest_key);
        CREATE INDEX room_chair_key ON room (chair_key);

        CREATE TABLE app (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            name            TEXT NOT NULL,
            app_key         TEXT NOT NULL,
            description     TEXT NOT NULL,
            status          INTEGER NOT NULL,
            created_at      BIGINT NOT NULL,
            changed_at      BIGINT NOT NULL
        );
        CREATE INDEX app_listed ON app (corporation_id, created_at);

        CREATE TABLE seen_nonce (
            app_id      TEXT NOT NULL REFERENCES app (id) ON DELETE CASCADE,
            nonce       TEXT NOT NULL,
            forget_at   BIGINT NOT NULL,
            PRIMARY KEY (app_id, nonce)
        );
        CREATE INDEX seen_nonce_age ON seen_nonce (forget_at);

        CREATE TABLE token (
            hash            TEXT PRIMARY KEY,
            account_id      TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            kind            INTEGER NOT NULL,
            client_type     INTEGER NOT NULL,
            source          TEXT NOT NULL,
            created_at      BIGINT NOT NULL,
            expires_at      BIGINT NOT NULL
        );
        CREATE INDEX token_account ON token (account_id, kind, client_type, created_at);
        CREATE INDEX token_age ON token (expires_at);

        CREATE TABLE activation_code (
            code        TEXT PRIMARY KEY,
            account_id  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            expires_at  BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX activation_code_account ON activation_code (account_id);

        CREATE TABLE resource (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            type            TEXT NOT NULL,
            type_id         TEXT NOT NULL,
            amount          INTEGER NOT NULL,
            order_id        TEXT NOT NULL,
            disabled        INTEGER NOT NULL,
            expires_at      BIGINT NOT NULL,
            created_at      BIGINT NOT NULL
        );
        CREATE INDEX resource_listed ON resource (corporation_id, created_at, id);

        CREATE TABLE resource_record (
            id              TEXT PRIMARY KEY,
            corporation_id  TEXT NOT NULL REFERENCES corporation (id) ON DELETE CASCADE,
            resource_id     TEXT NOT NULL,
            type            TEXT NOT NULL,
            type_id         TEXT NOT NULL,
            amount          INTEGER NOT NULL,
            order_id        TEXT NOT NULL,
            operation       INTEGER NOT NULL,
            expires_at      BIGINT NOT NULL,
            operated_at     BIGINT NOT NULL
        );
        CREATE INDEX resource_record_listed ON resource_record (corporation_id, operated_at, id);
        """;
}
