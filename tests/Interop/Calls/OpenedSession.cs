namespace Interop.Calls;

/// <summary>A WHIP or WHEP session as the page got it, with how long it took from the click (milliseconds).</summary>
internal sealed record OpenedSession(string Location, string ETag, string? Link, string Offer, string Body, double ConnectedAfter, double FirstPictureAfter);

internal sealed record HttpAnswer(int Status, string? Location, string? ETag, string? Link, string? Type, string Body);
