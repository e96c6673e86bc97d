using System.Text.Json.Serialization;

namespace SignalingHost.Rest.Authentication;

/// <summary>A login by name and password, which stand in the Authorization header.</summary>
internal sealed record AccountLoginRequest
{
    public string? Account { get; init; }

    public int? ClientType { get; init; }

    /// <summary>0: make a token; 1: only say whether name and password are right.</summary>
    public int? CreateTokenType { get; init; }

    /// <summary>The answer to a picture puzzle, which this server does not set.</summary>
    [JsonPropertyName("HA2")]
    public string? Puzzle { get; init; }
}

/// <summary>A login by an app's signature, which stands in the Authorization header.</summary>
internal sealed record AppLoginRequest
{
    public string? AppId { get; init; }

    public int? ClientType { get; init; }

    /// <summary>Seconds since 1970; 0: never.</summary>
    public long? ExpireTime { get; init; }

    public string? Nonce { get; init; }

    public string? UserId { get; init; }

    public string? CorpId { get; init; }

    public string? DeptCode { get; init; }

    public string? UserName { get; init; }

    public string? UserEmail { get; init; }

    public string? UserPhone { get; init; }
}

/// <summary>A login through a third party.</summary>
internal sealed record ProxyLoginRequest
{
    public string? AuthServerType { get; init; }

    public string? AuthType { get; init; }

    public int? ClientType { get; init; }

    public string? Account { get; init; }

    public string? Pwd { get; init; }

    public string? Credential { get; init; }

    public string? Domain { get; init; }

    public int? CreateTokenType { get; init; }

    public string? Remark { get; init; }
}

internal sealed record ValidateTokenRequest
{
    public string? Token { get; init; }

    public bool? NeedGenNewToken { get; init; }

    public bool? NeedAccountInfo { get; init; }
}

internal sealed record NonceAnswer(string Nonce);

[JsonSerializable(typeof(AccountLoginRequest))]
[JsonSerializable(typeof(AppLoginRequest))]
[JsonSerializable(typeof(ProxyLoginRequest))]
[JsonSerializable(typeof(ValidateTokenRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(ForgottenPasswordRequest))]
[JsonSerializable(typeof(SsoConfiguration))]
[JsonSerializable(typeof(NonceAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class AuthenticationJson : JsonSerializerContext;
