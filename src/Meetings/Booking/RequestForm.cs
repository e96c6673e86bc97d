namespace Meetings.Booking;

/// <summary>
/// Whether each field of a request is in its documented range, by itself: no clock, no room, no corporation. Each code stands in one place.
/// </summary>
public static class RequestForm
{
    public static Refusal Check(BookingRequest request, BookingLimits limits)
    {
        if (CheckMeeting(request, limits) is var meeting and not Refusal.None)
            return meeting;
        if (CheckRecording(request, limits) is var recording and not Refusal.None)
            return recording;
        if (CheckEntry(request, limits) is var entry and not Refusal.None)
            return entry;
        if (CheckRoom(request, limits) is var room and not Refusal.None)
            return room;

        return InviteeRules.CheckAll(request.Invitees, limits.MaxInvitees);
    }

    private static Refusal CheckMeeting(BookingRequest request, BookingLimits limits)
    {
        if (string.IsNullOrEmpty(request.MediaTypes))
            return Refusal.ConfParamsNullException;
        if (!MediaKinds.TryParse(request.MediaTypes, out _))
            return Refusal.ConfMediaTypesIllegal;
        if (request.Length < limits.ShortestLength || request.Length > limits.LongestLength)
            return Refusal.ConfLengthOverRange;
        if (request.Subject?.Length > limits.LongestSubject)
            return Refusal.ConfSubjectLengthTooLong;
        if (request.GroupUri?.Length > limits.LongestGroupUri)
            return Refusal.ConfGroupuriLengthTooLong;
        if (request.EncryptMode is not (null or 0 or 1 or 2))
            return Refusal.ConfEncryptModeNotInRange;
        if (!string.IsNullOrEmpty(request.Language) && !MeetingLanguages.TryParse(request.Language, out _))
            return Refusal.ConfLanguageNotInRange;
        if (!string.IsNullOrEmpty(request.TimeZoneId) && !MeetingTimeZone.TryParse(request.TimeZoneId, out _))
            return Refusal.ParameterVerifiedFail;
        if (request.Interpretation == true)
            return Refusal.ConfNotSupport;

        return Refusal.None;
    }

    private static Refusal CheckRecording(BookingRequest request, BookingLimits limits)
    {
        if (request.RecordType is not (null or 0 or 1 or 2 or 3))
            return Refusal.ConfRecordTypeNotInRange;
        if (request.IsAutoRecord is not (null or 0 or 1))
            return Refusal.ConfAutoRecordNotInRange;
        if (request.RecordAuxStream is not (null or 0 or 1))
            return Refusal.ConfRecordAuxStreamNotInRange;
        if (request.LiveAddress?.Length > limits.LongestAddress)
            return Refusal.ConfLiveAddressTooLong;
        if (request.AuxAddress?.Length > limits.LongestAddress)
            return Refusal.ConfAuxAddressTooLong;
        if (request.RecordAuthType is not (null or 0 or 1 or 2) || !IsPushAddress(request.LiveAddress) || !IsPushAddress(request.AuxAddress))
            return Refusal.ParameterVerifiedFail;

        return Refusal.None;
    }

    private static Refusal CheckEntry(BookingRequest request, BookingLimits limits)
    {
        if (request.CallInRestriction is not (null or 0 or 2 or 3))
            return Refusal.ParameterVerifiedFail;
        if (request.ProlongLength < 0 || request.ProlongLength > limits.LongestProlonging)
            return Refusal.ParameterVerifiedFail;
        if (request.ConcurrentParticipants < 0)
            return Refusal.ConfSizeOverRange;
        if (!string.IsNullOrEmpty(request.GuestPwd) && !MeetingPasswords.IsWellFormed(request.GuestPwd))
            return Refusal.GuestPwdIllegal;

        return Refusal.None;
    }

    private static Refusal CheckRoom(BookingRequest request, BookingLimits limits)
    {
        if (request.VmrFlag is not (null or 0 or 1))
            return Refusal.ConfVmrFlagNotInRange;
        if (request.VmrId?.Length > limits.LongestRoomId)
            return Refusal.ConfVmridTooLong;
        if (request.VmrFlag == 1 && string.IsNullOrEmpty(request.VmrId))
            return Refusal.ConfParamsNullException;
        if (request.VmrIdType is not (null or 0 or 1))
            return Refusal.ParameterVerifiedFail;

        return request.ConfResType switch
        {
            null or 0 => Refusal.None,
            1 => request.VmrFlag == 1 ? Refusal.None : Refusal.ParameterVerifiedFail,
            2 or 3 => Refusal.ConfNotSupport,
            _ => Refusal.ConfConferenceTypeIllegal,
        };
    }

    /// <summary>Only RTMP is pushed; any other address would make the server knock at doors of its own network.</summary>
    private static bool IsPushAddress(string? address) =>
        string.IsNullOrEmpty(address)
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "rtmp" or "rtmps" && uri.Host.Length > 0);
}
