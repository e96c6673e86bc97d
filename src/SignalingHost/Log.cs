using MediaServer.Shards;
using MediaServer.Tracks;
using Meetings;
using Protocols.Sip.Trunks;
using SignalingHost.Outbox;
using SignalingHost.Settings;

namespace SignalingHost;

/// <summary>Every log event of this project, by id. An id is never given to another event; persons appear only as a mark.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Serving as node {NodeId} with roles {Roles}")]
    public static partial void Serving(ILogger log, Guid nodeId, NodeRoles roles);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Draining: {Participants} participants have {Timeout} to leave")]
    public static partial void DrainBegan(ILogger log, int participants, TimeSpan timeout);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Stopping with {Participants} participants inside")]
    public static partial void DrainEnded(ILogger log, int participants);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Ended at once by a second signal")]
    public static partial void EndedAtOnce(ILogger log);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Error, Message = "A defect answered {Operation} with an error")]
    public static partial void RequestFault(ILogger log, Exception fault, string operation);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "Expired tokens were not cleared away; it will be tried again")]
    public static partial void UpkeepFailed(ILogger log, Exception broken);

    [LoggerMessage(EventId = 1030, Level = LogLevel.Information, Message = "{Count} meetings that were running go on")]
    public static partial void MeetingsRestored(ILogger log, int count);

    [LoggerMessage(EventId = 1031, Level = LogLevel.Error, Message = "The stored meeting {Run} could not be restored and stays in the store")]
    public static partial void MeetingNotRestored(ILogger log, Exception fault, RunId run);

    [LoggerMessage(EventId = 1032, Level = LogLevel.Error, Message = "A defect ended the meeting {Run}; the others go on")]
    public static partial void MeetingFault(ILogger log, Exception fault, RunId run);

    [LoggerMessage(EventId = 1033, Level = LogLevel.Error, Message = "The store refused a turn of the meetings; nothing new is begun until it takes what is pending")]
    public static partial void DeskStoreFailed(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1040, Level = LogLevel.Warning, Message = "A booked meeting whose time has come was not started: {Refusal}")]
    public static partial void BookingNotStarted(ILogger log, Refusal refusal);

    [LoggerMessage(EventId = 1041, Level = LogLevel.Warning, Message = "The store refused to say which bookings are due; it will be asked again")]
    public static partial void BookingClockFailed(ILogger log, Exception broken);

    [LoggerMessage(EventId = 1050, Level = LogLevel.Warning, Message = "The store refused the outbox; it will be asked again")]
    public static partial void OutboxFailed(ILogger log, Exception broken);

    [LoggerMessage(EventId = 1051, Level = LogLevel.Warning, Message = "One message ({Kind}) did not arrive within a day and is given up")]
    public static partial void OutboxGaveUp(ILogger log, OutboxKind kind);

    [LoggerMessage(EventId = 1052, Level = LogLevel.Error, Message = "A defect kept a message ({Kind}) from being sent; it waits")]
    public static partial void OutboxFault(ILogger log, Exception fault, OutboxKind kind);

    [LoggerMessage(EventId = 1053, Level = LogLevel.Warning, Message = "A webhook is locked: too much waits for its receiver")]
    public static partial void WebhookLocked(ILogger log);

    [LoggerMessage(EventId = 1060, Level = LogLevel.Error, Message = "A defect ended the connection of one client; the others go on")]
    public static partial void SignalFault(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1080, Level = LogLevel.Debug, Message = "SIP listens on port {Port} (UDP, TCP) and {TlsPort} (TLS)")]
    public static partial void SipListening(ILogger log, int port, int tlsPort);

    [LoggerMessage(EventId = 1081, Level = LogLevel.Debug, Message = "A SIP account is registered: {IsRegistered}")]
    public static partial void SipRegistration(ILogger log, bool isRegistered);

    [LoggerMessage(EventId = 1082, Level = LogLevel.Error, Message = "A defect lost one SIP message or ended one call; the others go on")]
    public static partial void SipFault(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1083, Level = LogLevel.Warning, Message = "Why a SIP account failed could not be written down")]
    public static partial void SipFailureNotSaved(ILogger log, Exception broken);

    [LoggerMessage(EventId = 1090, Level = LogLevel.Information, Message = "Trunk {Trunk}: {Host} answers")]
    public static partial void TrunkUp(ILogger log, string trunk, TrunkHost host);

    [LoggerMessage(EventId = 1091, Level = LogLevel.Warning, Message = "Trunk {Trunk}: {Host} cannot serve ({Status}); calls go elsewhere until it answers again")]
    public static partial void TrunkDown(ILogger log, string trunk, TrunkHost host, int status);

    [LoggerMessage(EventId = 1092, Level = LogLevel.Information, Message = "Trunk {Trunk}: registered")]
    public static partial void TrunkRegistered(ILogger log, string trunk);

    [LoggerMessage(EventId = 1093, Level = LogLevel.Warning, Message = "Trunk {Trunk}: not registered ({State}, {Status}); it cannot be called over, nor call us")]
    public static partial void TrunkNotRegistered(ILogger log, string trunk, RegistrationState state, int status);

    [LoggerMessage(EventId = 1094, Level = LogLevel.Warning, Message = "Trunk {Trunk}: nobody knows the address of {Host}")]
    public static partial void TrunkHostUnknown(ILogger log, string trunk, string host);

    [LoggerMessage(EventId = 1100, Level = LogLevel.Debug, Message = "Started {Count} shards: {Features}")]
    public static partial void ShardsStarted(ILogger log, int count, string features);

    [LoggerMessage(EventId = 1107, Level = LogLevel.Debug, Message = "Compiled {Methods} methods in {Milliseconds:F0} ms. {Cipher}")]
    public static partial void WarmedUp(ILogger log, int methods, double milliseconds, string cipher);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "{Peer} connected with {Profile}")]
    public static partial void PeerConnected(ILogger log, PeerId peer, string profile);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "{Peer} is gone: {Reason}")]
    public static partial void PeerGone(ILogger log, PeerId peer, CloseReason reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Information, Message = "{Track} published: {Source}")]
    public static partial void TrackPublished(ILogger log, TrackId track, TrackSource source);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Information, Message = "{Track} ended: {Source}")]
    public static partial void TrackEnded(ILogger log, TrackId track, TrackSource source);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Error, Message = "A defect ended {Peer}; the others go on")]
    public static partial void MediaFault(ILogger log, Exception fault, PeerId? peer);

    [LoggerMessage(EventId = 1106, Level = LogLevel.Warning, Message = "Scheduling as it is: {What}")]
    public static partial void SchedulingRefused(ILogger log, string what);

    [LoggerMessage(EventId = 1109, Level = LogLevel.Information, Message = "Threads of packets and sound run as all others do: to let them come first, allow a nice value of -10 (LimitNICE, CAP_SYS_NICE)")]
    public static partial void NobodyComesFirst(ILogger log);

    [LoggerMessage(EventId = 1110, Level = LogLevel.Error, Message = "A defect ended the mix of {Room}; its telephones hear nothing, the other rooms go on")]
    public static partial void MixFault(ILogger log, Exception fault, string room);

    [LoggerMessage(EventId = 1111, Level = LogLevel.Warning, Message = "The shard of {Room} is overloaded: its telephones hear nothing")]
    public static partial void RoomHasNoSound(ILogger log, string room);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Error, Message = "A defect in one call; the others go on")]
    public static partial void CallFault(ILogger log, Exception fault);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Error, Message = "A defect ended the picture of {Room}; its terminals see nothing new, the other rooms go on")]
    public static partial void PictureFault(ILogger log, Exception fault, string room);

    [LoggerMessage(EventId = 1114, Level = LogLevel.Warning, Message = "The shard of {Room} is overloaded: its terminals see nothing")]
    public static partial void RoomHasNoPicture(ILogger log, string room);

    [LoggerMessage(EventId = 1115, Level = LogLevel.Warning, Message = "The pictures of {Who} in {Room} are not decoded for a while: {Fault}")]
    public static partial void PictureNotDecoded(ILogger log, string who, string room, string fault);

    [LoggerMessage(EventId = 1116, Level = LogLevel.Warning, Message = "The threads that compose pictures are busy: given up so far is {Step}")]
    public static partial void PicturesShed(ILogger log, Mixer.Video.Planning.ShedStep step);

    [LoggerMessage(EventId = 1117, Level = LogLevel.Error, Message = "The picture of {Room} has failed too often: it is not opened again before somebody joins")]
    public static partial void PictureGivenUp(ILogger log, string room);

    [LoggerMessage(EventId = 1118, Level = LogLevel.Error, Message = "A defect ended a picture that was made into VP8 in {Room}; it is begun again when somebody misses it, all others go on")]
    public static partial void TwinFault(ILogger log, Exception fault, string room);

    [LoggerMessage(EventId = 1120, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void PromptRefused(ILogger log, string problem);
}
