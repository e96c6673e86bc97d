namespace SignalingHost.Rest;

/// <summary>Says with 503 when to come again: what there is too much of passes, and a server that ends is soon followed by another.</summary>
internal static class ComeAgain
{
    private const string Seconds = "5";

    public static void Refuse(this HttpResponse response, int status)
    {
        response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = Seconds;
    }
}
