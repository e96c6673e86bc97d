using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>What was booked: everything about a meeting that is known before the first one comes in.</summary>
public sealed record MeetingSetup
{
    public required ConferenceId Conference { get; init; }

    public required RunId Run { get; init; }

    public required CorporationId Corporation { get; init; }

    /// <summary>Who booked it: chair when he joins.</summary>
    public required AccountId Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public string Subject { get; init; } = "";

    public MediaKind Media { get; init; } = MediaKind.Video;

    public required MeetingPasswords Passwords { get; init; }

    /// <summary>The number that people dial when it is not the conference id: the fixed number of a cloud meeting room.</summary>
    public string DialledNumber { get; init; } = "";

    public DateTimeOffset? ScheduledStart { get; init; }

    /// <summary>Until when the meeting may be entered again after everybody has left; the end of the run when that is later.</summary>
    public DateTimeOffset? BookedEnd { get; init; }

    /// <summary>The meeting ends this long after its actual start.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>No extension goes beyond: 24 h, or 45 minutes in the free tier.</summary>
    public TimeSpan MaxLength { get; init; } = TimeSpan.FromHours(24);

    /// <summary>By how much the meeting prolongs itself, again and again while someone is in; zero ends it on time.</summary>
    public TimeSpan Prolong { get; init; }

    public SeatKind SeatKind { get; init; } = SeatKind.Concurrent;

    /// <summary>The size of the cloud meeting room whose seats it sits on; null on concurrent seats.</summary>
    public int? RoomSeats { get; init; }

    /// <summary>What the guests' join link ends with; empty when there is none.</summary>
    public string GuestKey { get; init; } = "";

    /// <summary>How many the booking wants at most; 0: it says nothing.</summary>
    public int Cap { get; init; }

    /// <summary>The most people at once: the size of the room, the cap of the booking, 25 in the free tier.</summary>
    public int Capacity { get; init; } = 500;

    public JoinRestriction JoinRestriction { get; init; } = JoinRestriction.Everyone;

    public JoinRestriction AudienceRestriction { get; init; } = JoinRestriction.Everyone;

    public bool AllowAnonymous { get; init; } = true;

    public EarlyGuests EarlyGuests { get; init; } = EarlyGuests.ComeIn;

    public bool WaitingRoom { get; init; }

    /// <summary>isAutoMute: clients and phones come in muted, the chair excepted.</summary>
    public bool MuteClientsOnEntry { get; init; }

    /// <summary>isHardTerminalAutoMute.</summary>
    public bool MuteTerminalsOnEntry { get; init; }

    /// <summary>isHostCameraOn: whether the chair may come in with his camera on.</summary>
    public bool HostCameraOn { get; init; } = true;

    /// <summary>isGuestCameraOn.</summary>
    public bool GuestCameraOn { get; init; } = true;

    public RecordKind Recording { get; init; } = RecordKind.None;

    public bool RecordAutomatically { get; init; }

    public bool RecordShare { get; init; }

    public string LiveAddress { get; init; } = "";

    public string ShareLiveAddress { get; init; } = "";

    /// <summary>The language of prompts.</summary>
    public MeetingLanguage Language { get; init; }

    public IReadOnlyList<Invitee> Invitees { get; init; } = [];

    public MeetingOptions Options { get; init; } = new();
}

/// <summary>How the server conducts meetings; the same for all of them unless someone sets otherwise.</summary>
public sealed record MeetingOptions
{
    /// <summary>How long the place of someone whose connection broke is kept.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long people have to come back after the server was started again.</summary>
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A meeting that nobody is left in ends by itself after this.</summary>
    public TimeSpan EmptyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan NoAnswerAfter { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan EndNotice { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The three loudest are told at most this often.</summary>
    public TimeSpan SpeakerInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A speaker keeps the large picture at least this long; shorter makes pictures jump (RMX uses 1.5 to 3 s).</summary>
    public TimeSpan SpeakerStay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// So long somebody must be the loudest, at every telling, to take the large picture from another. Who speaks is told every 0.2 s, and a cough of 0.3 s may lie
    /// in three tellings.
    /// </summary>
    public TimeSpan SpeakerAttack { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>From one who has been silent for so long, the large picture goes to whoever has spoken for <see cref="SpeakerAttackInSilence"/>.</summary>
    public TimeSpan SpeakerSilence { get; init; } = TimeSpan.FromMilliseconds(1_500);

    /// <summary>What is shorter may be a cough.</summary>
    public TimeSpan SpeakerAttackInSilence { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Roll call with a chair mutes everyone but the chair and the one called.</summary>
    public bool RollCallMutesOthers { get; init; } = true;

    public bool MuteHowling { get; init; } = true;

    public bool Cohosts { get; init; } = true;

    /// <summary>A meeting begins voice-activated (FREE, vas 1); otherwise with the automatic multi-picture.</summary>
    public bool BeginsVoiceActivated { get; init; } = true;

    public int MaxHands { get; init; } = 100;

    public int MaxWaiting { get; init; } = 500;

    public int MaxAttendees { get; init; } = 3000;

    public int MaxSavedLayouts { get; init; } = 20;

    /// <summary>Words that no display name may contain (111072214).</summary>
    public IReadOnlyList<string> ForbiddenWords { get; init; } = [];
}

public enum SeatKind
{
    Concurrent,
    CloudRoom,
}

/// <summary>What becomes of guests who come before the chair.</summary>
public enum EarlyGuests
{
    ComeIn,

    /// <summary>They wait and are let in when the chair arrives.</summary>
    Wait,

    /// <summary>They are refused with 111071058.</summary>
    AreRefused,
}
