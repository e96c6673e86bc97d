namespace Protocols.Sip;

/// <summary>Why bytes are no message that we serve. Each value is counted; most are answered with a status of their own.</summary>
public enum SipRefusal
{
    None,

    /// <summary>Line ends and nothing else: somebody keeps his NAT binding alive (RFC 5626 §3.5.1).</summary>
    KeepAlive,

    /// <summary>The first line is neither a request's nor a response's.</summary>
    NotSip,

    /// <summary>No blank line ends the header fields.</summary>
    NoEndOfHead,

    HeadTooLarge,
    BodyTooLarge,
    TooManyHeaders,
    UriTooLong,
    BadRequestLine,
    BadRequestUri,
    BadStatusLine,
    UnknownVersion,
    NoVia,
    BadVia,
    NoCallId,
    NoFrom,
    BadFrom,
    NoTo,
    BadTo,
    NoCSeq,
    BadCSeq,

    /// <summary>CSeq names another method than the request line.</summary>
    MethodMismatch,

    /// <summary>A header field that can stand once stands twice (RFC 4475 §3.3.8).</summary>
    RepeatedHeader,

    BadMaxForwards,
    BadContentLength,

    /// <summary>Content-Length says more than came (RFC 4475 §3.1.2.2).</summary>
    BodyTruncated,

    /// <summary>A message on a stream that does not say how long it is: nobody can know where the next one begins.</summary>
    NoContentLength,
}

public static class SipRefusals
{
    /// <summary>What the sender of such a request is told; 0 if nobody can be told.</summary>
    public static int Status(this SipRefusal refusal) => refusal switch
    {
        SipRefusal.None or SipRefusal.KeepAlive or SipRefusal.NotSip or SipRefusal.NoEndOfHead or SipRefusal.NoVia or SipRefusal.BadStatusLine => 0,
        SipRefusal.HeadTooLarge or SipRefusal.BodyTooLarge or SipRefusal.TooManyHeaders => 513,
        SipRefusal.UriTooLong => 414,
        SipRefusal.UnknownVersion => 505,
        _ => 400,
    };

    /// <summary>The reason phrase: what is wrong, in words that help who reads a trace.</summary>
    public static string Phrase(this SipRefusal refusal) => refusal switch
    {
        SipRefusal.HeadTooLarge or SipRefusal.BodyTooLarge => "Message Too Large",
        SipRefusal.TooManyHeaders => "Too Many Header Fields",
        SipRefusal.UriTooLong => "Request-URI Too Long",
        SipRefusal.UnknownVersion => "Version Not Supported",
        SipRefusal.BadRequestLine => "Bad Request Line",
        SipRefusal.BadRequestUri => "Bad Request-URI",
        SipRefusal.BadVia => "Bad Via",
        SipRefusal.NoCallId => "Missing Call-ID",
        SipRefusal.NoFrom => "Missing From",
        SipRefusal.BadFrom => "Bad From",
        SipRefusal.NoTo => "Missing To",
        SipRefusal.BadTo => "Bad To",
        SipRefusal.NoCSeq => "Missing CSeq",
        SipRefusal.BadCSeq => "Bad CSeq",
        SipRefusal.MethodMismatch => "CSeq Names Another Method",
        SipRefusal.RepeatedHeader => "Header Field Stands Twice",
        SipRefusal.BadMaxForwards => "Bad Max-Forwards",
        SipRefusal.BadContentLength => "Bad Content-Length",
        SipRefusal.BodyTruncated => "Body Shorter Than Content-Length",
        SipRefusal.NoContentLength => "Missing Content-Length",
        _ => "Bad Request",
    };
}
