namespace Protocols.Sip.Trunks;

/// <summary>The first rule that fits a number decides. Without rules every number goes as it is; with rules, what fits none is forbidden.</summary>
public sealed record NumberRules(IReadOnlyList<NumberRule> Rules)
{
    public static readonly NumberRules None = new([]);

    /// <summary>False if the number must not go this way, or would be no number any more.</summary>
    public bool TryRewrite(string number, out string rewritten)
    {
        rewritten = number;
        if (Rules.Count == 0)
            return number.Length > 0;

        foreach (var rule in Rules)
        {
            if (!rule.Fits(number))
                continue;

            rewritten = rule.IsForbidden ? "" : rule.Rewrite(number);
            return rewritten.Length is > 0 and <= DialledNumber.MaxLength && rewritten != "+";
        }

        return false;
    }
}
