using Protocols.Ice;

namespace Protocols.Tests.Ice;

public sealed class IceCredentialsTests
{
    [Test]
    public void New_credentials_are_valid_and_begin_with_the_shard([Range(1, 50)] int seed)
    {
        var credentials = IceCredentials.Create(new SeededBytes(seed), "s17");

        Assert.That(credentials.IsValid, Is.True);
        Assert.That(credentials.UsernameFragment, Does.StartWith("s17").And.Length.EqualTo(11));
        Assert.That(credentials.Password, Has.Length.EqualTo(24));
        Assert.That(credentials, Is.Not.EqualTo(IceCredentials.Create(new SeededBytes(seed + 1), "s17")));
    }

    [TestCase("abc", "0123456789012345678901", false)]
    [TestCase("abcd", "0123456789012345678901", true)]
    [TestCase("abcd", "012345678901234567890", false)]
    [TestCase("ab:d", "0123456789012345678901", false)]
    [TestCase("abcd", "0123456789 12345678901", false)]
    [TestCase("a+/Z", "0123456789+/ABCabc6789", true)]
    [TestCase("", "", false)]
    public void What_SDP_may_carry_is_valid(string fragment, string password, bool valid) =>
        Assert.That(new IceCredentials(fragment, password).IsValid, Is.EqualTo(valid));

    [Test]
    public void Text_longer_than_SDP_may_carry_is_not_valid() =>
        Assert.That(new IceCredentials(new string('a', 257), new string('b', 22)).IsValid, Is.False);

    [Test]
    public void A_password_does_not_print() =>
        Assert.That(new IceCredentials("abcd", "0123456789012345678901").ToString(), Does.Not.Contain("0123456789"));
}
