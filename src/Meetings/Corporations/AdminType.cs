namespace Meetings.Corporations;

/// <summary>The wire's adminType.</summary>
public enum AdminType
{
    DefaultAdmin = 0,
    Admin = 1,
    Member = 2,
}
