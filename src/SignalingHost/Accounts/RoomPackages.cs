using System.Globalization;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>The sizes in which cloud meeting rooms are to be had, as packages with ids.</summary>
internal static class RoomPackages
{
    private const string Prefix = "vmr_";

    public static string IdOf(int seats) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{seats}");

    public static string NameOf(int seats) => seats == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"VMR {seats}");

    /// <summary>The number of seats that an id names, bare or with our prefix; 0 for no package.</summary>
    public static int SeatsOf(string typeId)
    {
        var digits = typeId.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? typeId[Prefix.Length..] : typeId;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seats) && CloudRoom.Sizes.Contains(seats) ? seats : 0;
    }
}
