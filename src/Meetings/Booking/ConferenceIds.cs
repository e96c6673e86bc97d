using System.Globalization;

namespace Meetings.Booking;

/// <summary>
/// Draws the number of a meeting: nine digits, the first a 9, as the reference product's are. They cannot be guessed from one another,
/// and none is given that is in use.
/// </summary>
public static class ConferenceIds
{
    private const int First = 900_000_000;
    private const int Many = 100_000_000;
    private const int Tries = 1000;

    /// <summary>False only when nearly all numbers are taken.</summary>
    public static bool TryDraw(IIdentitySource identities, Func<ConferenceId, bool> isTaken, out ConferenceId id)
    {
        for (var i = 0; i < Tries; i++)
        {
            id = new ConferenceId((First + identities.Below(Many)).ToString(CultureInfo.InvariantCulture));
            if (!isTaken(id))
                return true;
        }

        id = default;
        return false;
    }
}
