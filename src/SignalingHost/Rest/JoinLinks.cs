using Meetings;
using SignalingHost.Settings;

namespace SignalingHost.Rest;

/// <summary>The links by which people join, one for each role: the meeting's number and 48 hex digits that stand for role and password.</summary>
internal sealed class JoinLinks(HttpOptions options)
{
    public string Of(HttpRequest request, ConferenceId number, string key)
    {
        var site = options.PublicAddress.Length > 0 ? options.PublicAddress.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
        return $"{site}/#/j/{number}/{key}";
    }
}
