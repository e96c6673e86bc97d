using Mixer.Audio.Codecs;

namespace Mixer.Native;

/// <summary>Opus out: one channel at 48 kHz, 20 ms a payload, repairing the one before it.</summary>
internal sealed unsafe class OpusEncoder : IAudioEncoder
{
    private const int SampleRate = 48_000;
    private const int Channels = 1;

    private readonly OpusState _state = new(LibOpus.opus_encoder_get_size(Channels));
    private readonly OpusOptions _options;
    private bool _spares;

    public OpusEncoder(OpusOptions options)
    {
        _options = options;
        OpusState.Check(LibOpus.opus_encoder_init(_state, SampleRate, Channels, LibOpus.ApplicationVoip));
        Control(LibOpus.SetBitrate, (int)options.Bitrate.BitsPerSecond);
        Control(LibOpus.SetComplexity, options.Complexity);
        Control(LibOpus.SetInbandFec, options.ExpectedLossPercent > 0 ? 1 : 0);
        Control(LibOpus.SetPacketLossPercent, options.ExpectedLossPercent);
        Control(LibOpus.SetDtx, 0);
        Control(LibOpus.SetSignal, LibOpus.SignalVoice);
    }

    public int Encode(ReadOnlySpan<float> pcm, Span<byte> payload)
    {
        fixed (float* from = pcm)
        fixed (byte* to = payload)
        {
            var length = LibOpus.opus_encode_float(_state, from, pcm.Length, to, payload.Length);
            OpusState.Check(length);
            return length;
        }
    }

    public void TakeStateOf(IAudioEncoder other)
    {
        var from = (OpusEncoder)other;
        _state.CopyFrom(from._state);
        _spares = from._spares;
    }

    public void Spare(bool on)
    {
        if (on == _spares)
            return;

        _spares = on;
        Control(LibOpus.SetComplexity, on ? _options.SparingComplexity : _options.Complexity);
    }

    public void Dispose() => _state.Dispose();

    private void Control(int request, int value) => OpusState.Check(LibOpus.opus_encoder_ctl(_state, request, value));
}
