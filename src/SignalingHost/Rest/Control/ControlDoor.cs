using System.Diagnostics.CodeAnalysis;
using System.Text;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Rest.Control;

/// <summary>
/// A door that opens to a control token of the meeting that the query names. The token comes plain or as Basic with base64; a user's
/// token beside it is neither looked at nor missed.
/// </summary>
internal sealed class ControlDoor : Door
{
    public const string HeaderName = "X-Conference-Authorization";

    private const string QosHeaderName = "confToken";

    private readonly string _header;
    private readonly string _query;

    private ControlDoor(string header, string query) => (_header, _query) = (header, query);

    public static ControlDoor Controller { get; } = new(HeaderName, "conferenceID");

    /// <summary>The one endpoint that has the token in a header of another name.</summary>
    public static ControlDoor Qos { get; } = new(QosHeaderName, "conferenceid");

    public override string Header => _header;

    /// <summary>The name in the query under which the meeting's number is given.</summary>
    public string Query => _query;

    public override ValueTask<Fault?> AdmitAsync(HttpContext http)
    {
        var services = http.RequestServices;
        if (!TryRead(http.Request.Headers[_header].ToString(), out var text))
            return ValueTask.FromResult<Fault?>(Refusal.RequestTokenIsNull);
        if (services.GetRequiredService<ControlTokens>().Find(text) is not { } token)
            return ValueTask.FromResult<Fault?>(Refusal.ConfAuthFail);
        if (http.Request.Query[_query].ToString() is not { Length: > 0 } number)
            return ValueTask.FromResult<Fault?>(Refusal.ConfParamsNullException);
        if (services.GetRequiredService<RunningMeetings>().Find(token.Run) is not { } meeting)
            return ValueTask.FromResult<Fault?>(Refusal.ConfNotStarted);
        if (!IsCalled(meeting.View.Setup, number))
            return ValueTask.FromResult<Fault?>(Refusal.ConfAuthFail);

        http.Features.Set(new ControlCaller(token, meeting, services.GetRequiredService<ConferenceDesk>()));
        return ValueTask.FromResult<Fault?>(null);
    }

    /// <summary>The token in a header or in a push client's words, plain or behind Basic.</summary>
    public static bool TryRead(string? given, [NotNullWhen(true)] out string? token)
    {
        const string basic = "Basic ";
        token = null;
        if (string.IsNullOrWhiteSpace(given))
            return false;
        if (!given.StartsWith(basic, StringComparison.OrdinalIgnoreCase))
        {
            token = given.Trim();
            return true;
        }

        var encoded = given[basic.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return false;

        token = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }

    public static bool IsCalled(MeetingSetup setup, string number) => setup.Conference.Value == number || setup.DialledNumber == number;
}
