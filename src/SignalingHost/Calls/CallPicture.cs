using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;

namespace SignalingHost.Calls;

/// <summary>What one caller sees, in whatever room he is: the composed picture, or whoever speaks where nothing composes.</summary>
internal sealed class CallPicture(IRoomPictures? mix, ParticipantId who)
{
    private static readonly StreamWish Nothing = new(new SourceChoice.Nothing());
    private static readonly StreamWish Speaker = new(new SourceChoice.DominantSpeaker());

    private RoomId? _room;
    private PictureTerms? _terms;

    /// <summary>From now on of this room, by what was agreed with him; gives back what his line is to show.</summary>
    public StreamWish Enter(RoomId room, TerminalLine? agreed)
    {
        if (_room != room)
            Leave();
        (_room, _terms) = (room, TermsOf(agreed));
        if (_terms is { } terms)
            return mix?.Join(room, who, terms) ?? Speaker;

        mix?.Leave(room, who);
        return Nothing;
    }

    /// <summary>The line was agreed anew; null if that changes nothing for his picture.</summary>
    public StreamWish? Renew(TerminalLine? agreed) => _room is { } room && TermsOf(agreed) != _terms ? Enter(room, agreed) : null;

    /// <summary>His line carries no more than this at the moment.</summary>
    public void Limit(Bitrate rate)
    {
        if (_room is { } room)
            mix?.Limit(room, who, rate);
    }

    public void Leave()
    {
        if (_room is { } room)
            mix?.Leave(room, who);
        (_room, _terms) = (null, null);
    }

    private static PictureTerms? TermsOf(TerminalLine? agreed) => agreed is { Picture: { } picture } ? new PictureTerms(picture, agreed.SendLimit) : null;
}
