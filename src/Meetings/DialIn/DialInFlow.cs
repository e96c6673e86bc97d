using Meetings.Conduct;
using Protocols;

namespace Meetings.DialIn;

/// <summary>
/// Leads one caller by voice and keys into a meeting, and carries out his keys inside: welcome, id, hash, password, hash. It is told
/// keys, answers, the meeting's events and that time has come; it says what is to be played and asked. Digits join here by
/// whatever way they came. Any key silences what is being said.
/// </summary>
public sealed class DialInFlow
{
    private readonly DialInCall _call;
    private readonly DialInOptions _options;
    private readonly KeyedNumber _number;
    private readonly MeetingKeys _keys;
    private MeetingLanguage _language;
    private Step _step;
    private string _meeting;
    private string? _password;
    private int _wrongIds;
    private int _wrongPasswords;
    private int _asked;
    private char _firstKey;
    private string? _done;
    private DialInEnd _end;
    private Instant _deadline = Instant.Never;

    public DialInFlow(DialInCall call, DialInOptions options)
    {
        (_call, _options, _language) = (call, options, call.Language);
        (_meeting, _password) = (call.Meeting ?? "", call.Password);
        _number = new KeyedNumber(options);
        _keys = new MeetingKeys(call.Who);
    }

    private enum Step
    {
        Language,
        Id,
        Password,
        Entering,
        Waiting,
        Inside,
        Ending,
        Over,
    }

    public Instant NextDeadline => Instant.Earlier(_deadline, _number.NextDeadline);

    public bool IsInside => _step == Step.Inside;

    public void Begin(Instant now, IDialInOutput output)
    {
        if (_call.Meeting is not null)
        {
            Enter(now, output);
        }
        else if (_call.Bilingual)
        {
            Turn(Step.Language, now);
            Ask(now, output);
        }
        else
        {
            Turn(Step.Id, now);
            Say(now, output, DialInPhrase.Welcome, DialInPhrase.EnterId);
        }
    }

    public void Receive(char key, Instant now, IDialInOutput output)
    {
        switch (_step)
        {
            case Step.Language:
                ChooseLanguage(key, now, output);
                break;
            case Step.Id or Step.Password:
                _deadline = Instant.Never;
                output.Speak([]);
                if (_number.Receive(key, now))
                    TakeNumber(now, output);
                else if (_number.IsEmpty)
                    Ask(now, output);
                break;
            case Step.Inside or Step.Waiting:
                ReceiveInside(key, now, output);
                break;
        }
    }

    /// <summary>What was to be said has been said.</summary>
    public void Spoke(Instant now, IDialInOutput output)
    {
        if (_step == Step.Ending)
            HangUp(output);
        else if (_step is Step.Language or Step.Id or Step.Password && _number.IsEmpty)
            _deadline = now + _options.ForTheFirstKey;
    }

    /// <summary>The meeting's answer to what was asked last.</summary>
    public void Answer(Refusal refusal, Instant now, IDialInOutput output)
    {
        if (_step == Step.Entering)
        {
            if (refusal != Refusal.None)
                Refused(refusal, now, output);
        }
        else if (_step == Step.Inside && _done is { } done)
        {
            _done = null;
            output.Speak([refusal == Refusal.None ? new Spoken(done, _language) : Spoken.Of(DialInPhrase.NotAllowed, _language)]);
        }
    }

    /// <summary>The events of the meeting that the caller is in or enters.</summary>
    public void Follow(MeetingEvent told, Instant now, IDialInOutput output)
    {
        _keys.Follow(told);
        switch (told)
        {
            case MeetingEvent.WaitingChanged { Guest: var guest } when guest.Id == _call.Who && _step is Step.Entering or Step.Inside:
                Turn(Step.Waiting, now);
                _deadline = Instant.Never;
                output.PlayWaitingTone(on: true);
                output.Speak([Spoken.Of(guest.WaitingFor == WaitingFor.Chair ? Prompt.WaitForChair : Prompt.WaitForAdmission, _language)]);
                break;
            case MeetingEvent.WaitingRemoved { Guest: var guest, End: not WaitingEnd.Admitted } when guest.Id == _call.Who:
                End(told is MeetingEvent.WaitingRemoved { End: WaitingEnd.MeetingEnded } ? DialInEnd.MeetingEnded : DialInEnd.Removed, now, output);
                break;
            case MeetingEvent.Joined { Participant: var participant } when participant.Id == _call.Who && _step is Step.Entering or Step.Waiting:
                Turn(Step.Inside, now);
                _deadline = Instant.Never;
                output.PlayWaitingTone(on: false);
                output.Speak([Spoken.Of(DialInPhrase.Entered, _language)]);
                break;
            case MeetingEvent.Prompted prompted when _step == Step.Inside && (prompted.To is null || prompted.To == _call.Who) && prompted.About != _call.Who:
                output.Speak([Spoken.Of(prompted.Prompt, _language)]);
                break;
            case MeetingEvent.Left { Participant: var participant, Reason: var reason } when participant.Id == _call.Who && reason != LeaveReason.SentToWaitingRoom:
                End(reason is LeaveReason.MeetingEnded ? DialInEnd.MeetingEnded : DialInEnd.Removed, now, output);
                break;
            case MeetingEvent.Ended:
                End(DialInEnd.MeetingEnded, now, output);
                break;
        }
    }

    public void Advance(Instant now, IDialInOutput output)
    {
        if (_number.NextDeadline <= now)
            TakeNumber(now, output);
        else if (_deadline <= now)
            TimeIsUp(now, output);
    }

    private void TimeIsUp(Instant now, IDialInOutput output)
    {
        _deadline = Instant.Never;
        switch (_step)
        {
            case Step.Ending:
                HangUp(output);
                break;
            case Step.Entering:
                End(DialInEnd.NoAnswer, now, output);
                break;
            case Step.Inside or Step.Waiting:
                _firstKey = default;
                break;
            case Step.Language or Step.Id or Step.Password when _asked < _options.Questions:
                Ask(now, output);
                break;
            case Step.Language or Step.Id or Step.Password:
                End(DialInEnd.NothingPressed, now, output);
                break;
        }
    }

    private void ChooseLanguage(char key, Instant now, IDialInOutput output)
    {
        if (key is not ('1' or '2'))
        {
            Ask(now, output);
            return;
        }

        _language = key == '1' ? MeetingLanguage.Chinese : MeetingLanguage.English;
        Turn(Step.Id, now);
        Say(now, output, DialInPhrase.Welcome, DialInPhrase.EnterId);
    }

    private void TakeNumber(Instant now, IDialInOutput output)
    {
        var number = _number.Take();
        if (_step == Step.Id)
        {
            (_meeting, _password) = (number, null);
            if (number.Length == 0)
            {
                Ask(now, output);
                return;
            }
        }
        else
        {
            _password = number;
        }

        Enter(now, output);
    }

    private void Enter(Instant now, IDialInOutput output)
    {
        Turn(Step.Entering, now);
        output.Enter(_meeting, _password);
    }

    private void Refused(Refusal refusal, Instant now, IDialInOutput output)
    {
        switch (EntryRefusal.Of(refusal))
        {
            case EntryRefusal.Meaning.PasswordNeeded when _password is null:
                Turn(Step.Password, now);
                Ask(now, output);
                break;
            case EntryRefusal.Meaning.Wrong or EntryRefusal.Meaning.PasswordNeeded when _password is not null:
                Again(Step.Password, ++_wrongPasswords, DialInPhrase.WrongPassword, now, output);
                break;
            case EntryRefusal.Meaning.Wrong:
                Again(Step.Id, ++_wrongIds, DialInPhrase.WrongId, now, output);
                break;
            case EntryRefusal.Meaning.NotStarted:
                End(DialInEnd.NotStarted, now, output);
                break;
            case EntryRefusal.Meaning.Locked:
                End(DialInEnd.Locked, now, output);
                break;
            case EntryRefusal.Meaning.Full:
                End(DialInEnd.Full, now, output);
                break;
            case EntryRefusal.Meaning.TriesLocked:
                End(DialInEnd.TooManyTries, now, output);
                break;
            default:
                End(DialInEnd.NotAdmitted, now, output);
                break;
        }
    }

    private void Again(Step step, int wrong, DialInPhrase phrase, Instant now, IDialInOutput output)
    {
        if (wrong >= _options.Tries)
        {
            End(DialInEnd.TooManyTries, now, output);
            return;
        }

        Turn(step, now);
        Say(now, output, phrase, Question);
    }

    private void ReceiveInside(char key, Instant now, IDialInOutput output)
    {
        var first = _firstKey;
        _firstKey = default;
        _deadline = Instant.Never;
        if (first == '#' && key == '#')
        {
            output.Ask(new MeetingCommand.Leave(new Actor.Participant(_call.Who), _call.Who));
            End(DialInEnd.Left, now, output);
        }
        else if (first == '*' && key == '0')
        {
            output.Speak([Spoken.Of(_keys.Help, _language)]);
        }
        else if (first == '*' && _step == Step.Inside && _keys.Read(key) is var (command, done))
        {
            _done = done;
            output.Ask(command);
        }
        else if (key is '*' or '#')
        {
            _firstKey = key;
            _deadline = now + _options.ForAWord;
        }
    }

    private void Turn(Step step, Instant now)
    {
        _step = step;
        _asked = 0;
        _number.Clear();
        _deadline = now + _options.LongestStep;
    }

    private DialInPhrase Question => _step == Step.Password ? DialInPhrase.EnterPassword : DialInPhrase.EnterId;

    private void Ask(Instant now, IDialInOutput output)
    {
        if (_step == Step.Language)
            SayBilingually(now, output, DialInPhrase.Welcome, DialInPhrase.ChooseLanguage);
        else
            Say(now, output, Question);
    }

    private void Say(Instant now, IDialInOutput output, params ReadOnlySpan<DialInPhrase> phrases)
    {
        _asked++;
        _deadline = now + _options.LongestStep;
        var recordings = new List<Spoken>();
        foreach (var phrase in phrases)
            recordings.Add(Spoken.Of(phrase, _language));

        output.Speak(recordings);
    }

    private void SayBilingually(Instant now, IDialInOutput output, params ReadOnlySpan<DialInPhrase> phrases)
    {
        _asked++;
        _deadline = now + _options.LongestStep;
        var recordings = new List<Spoken>();
        foreach (var language in (ReadOnlySpan<MeetingLanguage>)[MeetingLanguage.Chinese, MeetingLanguage.English])
        {
            foreach (var phrase in phrases)
                recordings.Add(Spoken.Of(phrase, language));
        }

        output.Speak(recordings);
    }

    private void End(DialInEnd end, Instant now, IDialInOutput output)
    {
        if (_step is Step.Ending or Step.Over)
            return;

        Turn(Step.Ending, now);
        _end = end;
        output.PlayWaitingTone(on: false);
        Spoken[] farewell = end switch
        {
            DialInEnd.TooManyTries => [Spoken.Of(DialInPhrase.TooManyTries, _language)],
            DialInEnd.NotStarted => [Spoken.Of(DialInPhrase.NotStarted, _language)],
            DialInEnd.Locked => [Spoken.Of(DialInPhrase.Locked, _language)],
            DialInEnd.Full => [Spoken.Of(DialInPhrase.Full, _language)],
            DialInEnd.NotAdmitted or DialInEnd.NoAnswer => [Spoken.Of(DialInPhrase.NotAdmitted, _language)],
            DialInEnd.Removed => [Spoken.Of(DialInPhrase.Removed, _language)],
            DialInEnd.MeetingEnded => [Spoken.Of(Prompt.MeetingEnded, _language)],
            _ => [],
        };
        output.Speak([.. farewell, Spoken.Of(DialInPhrase.Goodbye, _language)]);
    }

    private void HangUp(IDialInOutput output)
    {
        _step = Step.Over;
        _deadline = Instant.Never;
        output.HangUp(_end);
    }
}
