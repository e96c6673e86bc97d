namespace Meetings.Conduct;

/// <summary>Everyone who belongs to the meeting by a number or an invitation, in it or not; each has one line.</summary>
internal sealed class AttendeeList
{
    private readonly OrderedDictionary<string, Attendee> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<AccountId, string> _invitedAccounts = [];
    private readonly OrderedDictionary<string, Attendee> _changed = new(StringComparer.Ordinal);

    public int Count => _lines.Count;

    public IEnumerable<Attendee> All => _lines.Values;

    public Attendee? Find(string key) => _lines.GetValueOrDefault(key);

    public bool IsInvited(AccountId? account, string number) => Invitation(account, number) is not null;

    /// <summary>The line of someone who was asked to come, by his account or by his number.</summary>
    public Attendee? Invitation(AccountId? account, string number)
    {
        if (account is { } id && _invitedAccounts.TryGetValue(id, out var key) && _lines.TryGetValue(key, out var line))
            return line;

        return number.Length > 0 && _lines.TryGetValue(number, out line) && line.Invited ? line : null;
    }

    public void Set(Attendee line)
    {
        if (_lines.TryGetValue(line.Key, out var before) && before == line)
            return;

        _lines[line.Key] = line;
        if (line.Invited && line.Person.Account is { } account)
            _invitedAccounts[account] = line.Key;
        _changed[line.Key] = line;
    }

    public void Remove(string key)
    {
        if (!_lines.Remove(key, out var line))
            return;

        if (line.Person.Account is { } account && _invitedAccounts.TryGetValue(account, out var of) && of == key)
            _invitedAccounts.Remove(account);
        _changed.Remove(key);
    }

    public IReadOnlyList<Attendee> TakeChanges()
    {
        if (_changed.Count == 0)
            return [];

        Attendee[] changes = [.. _changed.Values];
        _changed.Clear();
        return changes;
    }
}
