namespace SignalingHost.Storage.Steps;

/// <summary>Version 5: what SHA-256 digests of SIP need (RFC 8760). Accounts from before have none until their password is set anew; they are asked for MD5.</summary>
internal static class SipStep
{
    public const string Sql =
        """
        ALTER TABLE account ADD COLUMN sha256_of_number TEXT NOT NULL DEFAULT '';
        ALTER TABLE account ADD COLUMN sha256_of_login TEXT NOT NULL DEFAULT '';
        """;
}
