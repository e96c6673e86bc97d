using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Meetings;

/// <summary>How a <see cref="Refusal"/> is written on the wire.</summary>
public static class RefusalText
{
    private const int FirstOfAccounts = 200_000_000;

    private static readonly FrozenDictionary<Refusal, string> NameOf =
        Enum.GetValues<Refusal>().ToFrozenDictionary(refusal => refusal, refusal => Capitals(refusal.ToString()));

    extension(Refusal refusal)
    {
        /// <summary>The documented symbol: CONF_NOT_STARTED.</summary>
        public string Symbol => NameOf[refusal];

        /// <summary>The documented code: MMC.111072005 of the meeting service, USG.201040001 of the account service.</summary>
        public string Code => string.Create(CultureInfo.InvariantCulture, $"{((int)refusal < FirstOfAccounts ? "MMC" : "USG")}.{(int)refusal}");
    }

    private static string Capitals(string name)
    {
        var symbol = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && symbol.Length > 0)
                symbol.Append('_');
            symbol.Append(char.ToUpperInvariant(letter));
        }

        return symbol.ToString();
    }
}
