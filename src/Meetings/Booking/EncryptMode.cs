namespace Meetings.Booking;

/// <summary>The wire's encryptMode.</summary>
public enum EncryptMode
{
    Adaptive = 0,
    Forced = 1,
    None = 2,
}
