using Meetings;

namespace SignalingHost.Rest;

/// <summary>What a refused request is answered with: the documented status, code and symbol, and nothing else but the place in the body.</summary>
internal readonly record struct Fault(int Status, string Code, string Text)
{
    /// <summary>Which value of the request's body it was, where that is known.</summary>
    public string? Field { get; init; }

    public static implicit operator Fault(Refusal refusal) => Of(refusal);

    public static Fault Of(Refusal refusal) => new(StatusOf(refusal), refusal.Code, refusal.Symbol);

    /// <summary>The documented status: 400 for business errors too, unless the documents give another.</summary>
    private static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.ConfAuthFail or Refusal.RequestTokenIsNull or Refusal.IllegalRequest or Refusal.InvalidToken or Refusal.UserNameOrPasswordError
            or Refusal.AppIdCheckFailed or Refusal.AppIdAuthExpired or Refusal.AppIdAccountNotBound => StatusCodes.Status401Unauthorized,
        Refusal.ConfInsufficientPermissions or Refusal.NoRightToResetPassword => StatusCodes.Status403Forbidden,
        Refusal.AccountNotActivated => StatusCodes.Status412PreconditionFailed,
        Refusal.UserLocked => StatusCodes.Status423Locked,
        Refusal.ConfException or Refusal.InternalError => StatusCodes.Status500InternalServerError,
        Refusal.ServerBusy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
