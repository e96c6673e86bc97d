namespace Meetings.Corporations;

/// <summary>What a corporation has bought. The free tier has 25 seats, 45 minutes and no recording, whatever its other settings say.</summary>
public enum CorporationTier
{
    Paid,
    Free,
}
