namespace Meetings.Tests;

public sealed class MeetingPasswordsTests
{
    private static readonly ConferenceId Number = new("912345678");

    [TestCase("123456", "654321", Refusal.None)]
    [TestCase("1234", "1234567890123456", Refusal.None)]
    [TestCase("123456", "", Refusal.None)]
    [TestCase("123", "654321", Refusal.GuestPwdIllegal)]
    [TestCase("", "654321", Refusal.GuestPwdIllegal)]
    [TestCase("123456", "12345678901234567", Refusal.GuestPwdIllegal)]
    [TestCase("123456", "65432a", Refusal.GuestPwdIllegal)]
    [TestCase("123456", "６５４３２１", Refusal.GuestPwdIllegal)]
    [TestCase("123456", "123456", Refusal.GuestPwdConflictWithChairPwd)]
    [TestCase("123456", "912345678", Refusal.GuestPwdConflictWithConfId)]
    [TestCase("912345678", "123456", Refusal.GuestPwdConflictWithConfId)]
    public void Passwords_keep_their_rules(string chair, string guest, Refusal refusal) =>
        Assert.That(new MeetingPasswords(chair, guest).Check(Number), Is.EqualTo(refusal));

    [TestCase("111111", true, false)]
    [TestCase("222222", false, true)]
    [TestCase("22222", false, false)]
    [TestCase("", false, false)]
    public void A_password_opens_its_own_door(string entered, bool chair, bool guest)
    {
        var passwords = new MeetingPasswords("111111", "222222");

        Assert.That((passwords.IsChair(entered), passwords.IsGuest(entered)), Is.EqualTo((chair, guest)));
    }

    [TestCase("")]
    [TestCase("9")]
    public void Where_guests_are_free_anything_lets_a_guest_in_and_nothing_a_chair(string entered)
    {
        var passwords = new MeetingPasswords("111111", "");

        Assert.That((passwords.IsChair(entered), passwords.IsGuest(entered)), Is.EqualTo((false, true)));
    }

    [Test]
    public void Drawn_passwords_have_six_digits_and_keep_the_rules([Range(1, 50)] int seed)
    {
        var drawn = PasswordDraw.For(Number, new SeededIdentities(seed));

        Assert.That(drawn.Check(Number), Is.EqualTo(Refusal.None));
        Assert.That((drawn.Chair.Length, drawn.Guest.Length), Is.EqualTo((6, 6)));
    }

    [Test]
    public void A_link_dies_with_the_password_it_stands_for()
    {
        var identities = new SeededIdentities();
        var tokens = JoinTokens.Draw(identities);

        var after = PasswordDraw.Follow(tokens, new("1111", "2222"), new("1111", "3333"), identities);

        Assert.That(after.Chair, Is.EqualTo(tokens.Chair));
        Assert.That(after.Guest, Is.Not.EqualTo(tokens.Guest).And.Length.EqualTo(JoinTokens.Digits));
    }
}
