using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>What we say of ourselves in every message that may say it.</summary>
internal static class SipWords
{
    public static ReadOnlySpan<byte> Allow => "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, NOTIFY, REGISTER"u8;

    public static ReadOnlySpan<byte> Supported => "100rel, timer, replaces"u8;

    public static ReadOnlySpan<byte> Accept => "application/sdp"u8;

    public static SipWriter WriteAbilities(this SipWriter writer) =>
        writer.Header(SipHeader.Allow, Allow).Header(SipHeader.Supported, Supported);

    /// <summary>Says in words what is wrong (RFC 3261 §20.43); some terminals show them.</summary>
    public static SipWriter Warn(this SipWriter writer, string host, string words) =>
        writer.Begin(SipHeader.Warning).Raw("399 "u8).Text(host).Raw(" \""u8).Text(words.Replace('"', '\'').Replace('\\', '/')).Raw("\""u8).End();

    /// <summary>What a refusal says beside its status: what is wrong, or when to come again.</summary>
    public static SipWriter Explain(this SipWriter writer, int status, string phrase, SipOptions options) => status switch
    {
        488 => writer.Warn(options.Host, phrase),
        503 or 500 or 480 or 486 => writer.Header(SipHeader.RetryAfter, (long)options.RetryAfter.TotalSeconds),
        _ => writer,
    };

    /// <summary>Begins a response in a transaction that waited for somebody.</summary>
    public static SipWriter BeginReply(this TransactionLayer layer, ServerTransaction transaction, int status, ReadOnlySpan<char> phrase)
    {
        var writer = layer.Writer.Response(status, phrase).Raw(transaction.Head);
        if (transaction.Tag is not null)
            writer.Raw(";tag="u8).Raw(transaction.Tag);
        return writer.End().Header(SipHeader.Server, layer.Options.Product);
    }

    public static void Reply(this TransactionLayer layer, ServerTransaction transaction, int status, ReadOnlySpan<char> phrase, Instant now)
    {
        layer.BeginReply(transaction, status, phrase);
        transaction.Send(status, layer.Writer.Finish(), now);
    }

    public static string Phrase(int status) => status switch
    {
        100 => "Trying",
        180 => "Ringing",
        183 => "Session Progress",
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        415 => "Unsupported Media Type",
        422 => "Session Interval Too Small",
        480 => "Temporarily Unavailable",
        481 => "Call/Transaction Does Not Exist",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        491 => "Request Pending",
        500 => "Server Internal Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        603 => "Decline",
        606 => "Not Acceptable",
        _ => "Refused",
    };
}
