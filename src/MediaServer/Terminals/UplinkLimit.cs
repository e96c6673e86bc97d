using Protocols;

namespace MediaServer.Terminals;

/// <summary>
/// The most that a terminal should send us, by the loss of what came: a line that loses is asked for less than it carried, a clean one for
/// more again, up to what was agreed. Told once for each report interval.
/// </summary>
internal sealed class UplinkLimit
{
    private const double Heavy = 0.1;
    private const double Clean = 0.02;
    private const double Down = 0.8;
    private const double Up = 1.1;

    /// <summary>Less than this is no picture.</summary>
    public static readonly Bitrate Least = Bitrate.Kilobits(128);

    private Bitrate? _asked;

    /// <summary>Null while all that was agreed may come.</summary>
    public Bitrate? Asked => _asked;

    /// <summary>True when the terminal is to be told.</summary>
    public bool TryJudge(double lost, Bitrate received, Bitrate agreed)
    {
        var next = lost switch
        {
            > Heavy => Bitrate.Higher(Bitrate.Lower(received, _asked ?? agreed) * Down, Least),
            < Clean when _asked is { } asked => Bitrate.Lower(asked * Up, agreed),
            _ => _asked,
        };
        if (next == _asked || next >= agreed && _asked is null)
            return false;

        _asked = next;
        return true;
    }
}
