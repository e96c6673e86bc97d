using System.Diagnostics.CodeAnalysis;
using System.Text;
using Protocols.Ice;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// What a WHIP or WHEP client says about ICE between offers (RFC 8840 §9, <c>application/trickle-ice-sdpfrag</c>): candidates
/// as they turn up, or new credentials for a restart (RFC 9725 §4.3).
/// </summary>
public sealed record SdpFragment
{
    public const string ContentType = "application/trickle-ice-sdpfrag";

    private const int MaxCandidates = 256;

    /// <summary>Null if the fragment leaves the generation open.</summary>
    public IceCredentials? Ice { get; init; }

    public IReadOnlyList<FragmentSection> Sections { get; init; } = [];

    /// <summary>Said for the whole session; a section may say it for itself.</summary>
    public bool EndOfCandidates { get; init; }

    public static bool TryParse(string text, [NotNullWhen(true)] out SdpFragment? fragment, out string error)
    {
        fragment = null;
        var session = new AttributeList();
        var sections = new List<MediaDescription>();
        var candidates = 0;
        var lines = new SdpLines(text);
        while (lines.TryNext())
        {
            if (lines.Type == 'm')
            {
                if (sections.Count == SessionDescriptionReader.MaxMediaSections)
                    lines.Fail($"there are more than {SessionDescriptionReader.MaxMediaSections} media sections");
                else if (SessionDescriptionReader.ReadMedia(ref lines) is { } media)
                    sections.Add(media);
            }
            else if (lines.Type == 'a')
            {
                SessionDescriptionReader.ReadAttribute(ref lines, sections.Count > 0 ? sections[^1].Attributes : session);
                if (lines.Value.StartsWith("candidate:", StringComparison.Ordinal) && ++candidates > MaxCandidates)
                    lines.Fail($"there are more than {MaxCandidates} candidates");
            }
            else
            {
                lines.Fail("a fragment holds m= and a= lines only");
            }
        }

        error = lines.Error;
        if (error.Length > 0 || !TryReadCredentials(session, sections, out var ice, out error))
            return false;

        // RFC 9725 has the candidates under the section they belong to; some clients write them before any.
        var read = sections.ConvertAll(FragmentSection.Of);
        if (session.Has("candidate"))
            read.Insert(0, new() { Media = "audio", Candidates = [.. session.All("candidate")] });

        fragment = new() { Ice = ice, Sections = read, EndOfCandidates = session.Has("end-of-candidates") };
        return true;
    }

    /// <summary>The text form, with CRLF.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        if (Ice is not null)
            text.Append("a=ice-ufrag:").Append(Ice.UsernameFragment).Append("\r\na=ice-pwd:").Append(Ice.Password).Append("\r\n");
        if (EndOfCandidates)
            text.Append("a=end-of-candidates\r\n");

        foreach (var section in Sections)
            section.WriteTo(text);

        return text.ToString();
    }

    /// <summary>Our side after a restart: new credentials, and the candidates that we always have.</summary>
    public static SdpFragment Of(WebRtcLocal local, Mid mid, MediaKind kind) => new()
    {
        Ice = local.Ice,
        Sections =
        [
            new()
            {
                Media = kind == MediaKind.Video ? "video" : "audio",
                Mid = mid,
                Candidates = [.. local.Candidates.Select(SectionWriter.CandidateValue)],
                EndOfCandidates = true,
            },
        ],
    };

    private static bool TryReadCredentials(
        AttributeList session, List<MediaDescription> sections, out IceCredentials? ice, out string error)
    {
        ice = null;
        error = "";
        var list = sections.Select(media => media.Attributes).Prepend(session).FirstOrDefault(attributes => attributes.Has("ice-ufrag"));
        if (list is null)
            return true;

        ice = new(list.First("ice-ufrag") ?? "", list.First("ice-pwd") ?? "");
        if (!ice.IsValid)
            error = RemoteTransport.BadCredentials;

        return error.Length == 0;
    }
}
