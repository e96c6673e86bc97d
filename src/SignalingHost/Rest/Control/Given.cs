using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Rest.Control;

/// <summary>A value that a caller gave, as the rules take it, or what is wrong with it.</summary>
internal readonly record struct Given<T>(T Value, Refusal Refusal)
{
    public static implicit operator Given<T>(T value) => new(value, Refusal.None);

    public static implicit operator Given<T>(Refusal refusal) => new(default!, refusal);
}

/// <summary>Reads single values of control requests. What is missing, and what is neither 0 nor 1, has its documented code.</summary>
internal static class Given
{
    private const int LongestId = 128;
    private const int LongestText = 2_000;
    private const int MostOfAList = 1_000;

    public static Given<bool> OnOff(int? value) => value switch
    {
        0 => false,
        1 => true,
        null => Refusal.ConfParamsNullException,
        _ => Refusal.OnOffNotInRange,
    };

    /// <summary>As <see cref="OnOff(int?)"/>, with what holds where nothing is said.</summary>
    public static Given<bool> OnOff(int? value, bool unsaid) => value is null ? unsaid : OnOff(value);

    public static Given<int> Number(int? value) => value is { } number ? number : Refusal.ConfParamsNullException;

    public static Given<string> Text(string? value) => value switch
    {
        null => Refusal.ConfParamsNullException,
        { Length: > LongestText } => Refusal.ParameterVerifiedFail,
        _ => value,
    };

    public static Given<ParticipantId> Who(string? id) => id switch
    {
        null or "" => Refusal.ConfParamsNullException,
        { Length: > LongestId } => Refusal.ConfParticipantNotExist,
        _ => new ParticipantId(id),
    };

    /// <summary>Null where nobody is named.</summary>
    public static Given<ParticipantId?> WhoIfAny(string? id) =>
        string.IsNullOrEmpty(id) ? (ParticipantId?)null : id.Length > LongestId ? Refusal.ConfParticipantNotExist : new ParticipantId(id);

    public static Given<IReadOnlyList<ParticipantId>> All(IReadOnlyList<string?>? ids)
    {
        if (ids is null or [])
            return Refusal.ConfParamsNullException;
        if (ids.Count > MostOfAList)
            return Refusal.ParameterVerifiedFail;

        var who = new ParticipantId[ids.Count];
        for (var i = 0; i < ids.Count; i++)
        {
            var (one, refusal) = Who(ids[i]);
            if (refusal != Refusal.None)
                return refusal;
            who[i] = one;
        }

        return who;
    }

    /// <summary>A list of something, of a length that a meeting can mean.</summary>
    public static Given<IReadOnlyList<T>> Some<T>(IReadOnlyList<T?>? list)
        where T : class
    {
        if (list is null or [] || list.Contains(null))
            return Refusal.ConfParamsNullException;
        return list.Count > MostOfAList ? Refusal.ParameterVerifiedFail : new Given<IReadOnlyList<T>>(list!, Refusal.None);
    }
}
