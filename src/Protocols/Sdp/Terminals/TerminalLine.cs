using Protocols.Rtp;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// What both sides agreed about one line, seen from us. Of a refused line everything is kept that the terminal said and we understood,
/// so that what is not served today can be looked at.
/// </summary>
public sealed record TerminalLine
{
    public required MediaKind Kind { get; init; }

    public required SectionRefusal Refusal { get; init; }

    public bool IsAccepted => Refusal == SectionRefusal.None;

    /// <summary>What we send, under the terminal's number and with what it said about it; null without a codec of ours.</summary>
    public CodecDescription? Codec { get; init; }

    /// <summary>The numbers under which <see cref="Codec"/> may come: ours and theirs, where they differ.</summary>
    public IReadOnlyList<PayloadType> ReceivePayloadTypes { get; init; } = [];

    /// <summary>Telephone events (RFC 4733), on whichever numbers and clocks were agreed.</summary>
    public IReadOnlyList<CodecDescription> Events { get; init; } = [];

    /// <summary>Without <see cref="MediaDirection.Send"/> the terminal holds us: it wants to be sent nothing of the meeting.</summary>
    public MediaDirection Direction { get; init; }

    /// <summary>Where its media is to be sent. Null if it named a host or, to hold us, 0.0.0.0.</summary>
    public TransportAddress? Remote { get; init; }

    public TransportAddress? RemoteRtcp { get; init; }

    public bool RtcpMux { get; init; }

    public int LocalPort { get; init; }

    /// <summary>What it decodes and we are ready to send.</summary>
    public PictureLimit? Picture { get; init; }

    /// <summary>The most that may be sent here.</summary>
    public Bitrate SendLimit { get; init; } = Bitrate.Unlimited;

    public RtcpFeedbackKinds Feedback { get; init; }

    /// <summary>Nothing in RTCP was agreed to ask for a key frame by: a SIP INFO is what is left (RFC 5168).</summary>
    public bool NeedsInfoForKeyFrames => (Feedback & (RtcpFeedbackKinds.NackPli | RtcpFeedbackKinds.CcmFir)) == 0;

    public SdesKey? SendKey { get; init; }

    public SdesKey? ReceiveKey { get; init; }

    /// <summary>Keys are agreed on by DTLS, not by the description.</summary>
    public DtlsTerms? Dtls { get; init; }

    public bool IsEncrypted => Dtls is not null || (SendKey is not null && ReceiveKey is not null);

    /// <summary>Milliseconds of sound that the terminal likes in a packet.</summary>
    public int PacketTime { get; init; } = 20;

    public string? Label { get; init; }

    /// <summary>A second picture beside the people: slides.</summary>
    public bool IsContent { get; init; }

    public BfcpDescription? FloorControl { get; init; }

    public bool IsEvent(PayloadType payloadType)
    {
        // By index: this is asked for every packet, and an enumerator of an interface is an object.
        for (var i = 0; i < Events.Count; i++)
        {
            if (Events[i].PayloadType == payloadType)
                return true;
        }

        return false;
    }

    /// <summary>One line for a log: no address, no key.</summary>
    public override string ToString()
    {
        var words = new List<string> { Kind.ToString(), IsAccepted ? $"{Direction}" : $"refused: {Refusal}" };
        if (Codec is not null)
            words.Add(Kind == MediaKind.Video ? $"{Codec} mode {Codec.Format.PacketizationMode}" : Codec.ToString());
        if (Events.Count > 0)
            words.Add($"events {string.Join(' ', Events.Select(format => $"{format.PayloadType}/{format.ClockRate}"))}");
        if (Picture is { } picture)
            words.Add($"{picture.LargestSize()} at {picture.FrameRateOf(picture.LargestSize())}, {picture.Macroblocks} MB, {picture.MacroblocksPerSecond} MB/s");
        if (SendLimit != Bitrate.Unlimited)
            words.Add($"{SendLimit}");
        if (Kind == MediaKind.Video && IsAccepted)
            words.Add(NeedsInfoForKeyFrames ? "key frames by INFO" : $"feedback {Feedback}");
        if (IsAccepted)
            words.Add(Dtls is not null ? "DTLS" : IsEncrypted ? ReceiveKey!.Profile.ToString() : "in clear");
        if (IsContent)
            words.Add("content");
        if (Label is not null)
            words.Add($"label {Label}");
        if (FloorControl is { } floor)
            words.Add(floor.ToString());

        return string.Join(", ", words);
    }
}
