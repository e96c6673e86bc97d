using Mixer.Audio;
using Mixer.Audio.Prompts;

namespace SignalingHost.Mixing;

/// <summary>What one listener alone is told: a prompt, and where there is none the tone of waiting.</summary>
internal sealed class PersonalSound : ISoundSource
{
    private ISoundSource? _prompt;
    private Action<PromptEnd>? _ended;
    private WaitingTone? _tone;

    public bool IsSilent => _prompt is null && _tone is null;

    public void Tell(ISoundSource? prompt, Action<PromptEnd>? ended)
    {
        EndPrompt(PromptEnd.Replaced);
        if (prompt is null)
            ended?.Invoke(PromptEnd.Said);
        else
            (_prompt, _ended) = (prompt, ended);
    }

    public void PlayWaitingTone(bool on) => _tone = on ? _tone ?? new WaitingTone() : null;

    public void Close() => EndPrompt(PromptEnd.Gone);

    public bool TryRead(Span<float> frame)
    {
        if (_prompt is { } prompt)
        {
            if (prompt.TryRead(frame))
                return true;

            EndPrompt(PromptEnd.Said);
        }

        return _tone?.TryRead(frame) ?? false;
    }

    private void EndPrompt(PromptEnd how)
    {
        var ended = _ended;
        (_prompt, _ended) = (null, null);
        ended?.Invoke(how);
    }
}
