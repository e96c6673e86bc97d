using System.Text;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>The candidates of one section in a <see cref="SdpFragment"/>.</summary>
public sealed record FragmentSection
{
    /// <summary>The word on the <c>m=</c> line. The rest of that line is for show (RFC 8840 §9).</summary>
    public required string Media { get; init; }

    public Mid? Mid { get; init; }

    public IReadOnlyList<string> Candidates { get; init; } = [];

    public bool EndOfCandidates { get; init; }

    internal static FragmentSection Of(MediaDescription media) => new()
    {
        Media = media.Media,
        Mid = media.Mid,
        Candidates = [.. media.Candidates],
        EndOfCandidates = media.EndOfCandidates,
    };

    internal void WriteTo(StringBuilder text)
    {
        text.Append("m=").Append(Media).Append(" 9 UDP/TLS/RTP/SAVPF 0\r\n");
        if (Mid is { } mid)
            text.Append("a=mid:").Append(mid).Append("\r\n");

        foreach (var candidate in Candidates)
            text.Append("a=candidate:").Append(candidate).Append("\r\n");

        if (EndOfCandidates)
            text.Append("a=end-of-candidates\r\n");
    }
}
