using System.Text;
using Protocols.Sip.Calls;

namespace Protocols.Sip.Trunks;

/// <summary>A call that came over a trunk, its numbers as they are written here.</summary>
public sealed record TrunkArrival
{
    public required SipTrunk Trunk { get; init; }

    public required string Dialled { get; init; }

    /// <summary>Empty if the caller has none or the trunk does not tell it.</summary>
    public required string Caller { get; init; }

    public required string CallerName { get; init; }

    /// <summary>He does not want his number shown to anybody.</summary>
    public bool IsHidden { get; init; }

    public static TrunkArrival Of(SipTrunk trunk, SipInvitation invitation)
    {
        // Whoever we registered with calls the address that we gave; the number that was dialled stands in To.
        var isToUs = trunk.Registers && invitation.Number == trunk.User && invitation.ToUser.Length > 0;
        var caller = Asserted(invitation.AssertedIdentity) ?? invitation.FromUser;
        var number = Number(trunk.CallersIn, caller);
        return new()
        {
            Trunk = trunk,
            Dialled = Number(trunk.NumbersIn, isToUs ? invitation.ToUser : invitation.Number),
            Caller = number.Length > 1 ? number : "",
            CallerName = invitation.FromDisplay,
            IsHidden = invitation.HidesCaller || invitation.FromUser.Equals("anonymous", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static string Number(NumberRules rules, string user)
    {
        var semicolon = user.IndexOf(';', StringComparison.Ordinal);
        if (!DialledNumber.TryParse(semicolon < 0 ? user : user.AsSpan(0, semicolon), out var given))
            return "";

        return rules.TryRewrite(given.Number, out var written) ? written : given.Number;
    }

    // A list of one or two addresses, one of them perhaps a tel URI (RFC 3325 §9.1).
    private static string? Asserted(string? identity)
    {
        if (identity is null)
            return null;

        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(identity);
        while (!rest.IsEmpty)
        {
            if (NameAddress.TryParse(SipText.CutElement(ref rest), out var address) && SipUri.TryParse(address.Uri, out var uri) && !uri.User.IsEmpty)
                return uri.UserText;
        }

        return null;
    }
}
