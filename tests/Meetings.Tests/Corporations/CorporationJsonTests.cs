using System.Text.Json;
using Meetings.Corporations;

namespace Meetings.Tests.Corporations;

public sealed class CorporationJsonTests
{
    [Test]
    public void A_corporation_comes_back_as_it_was_kept()
    {
        var corporation = new Corporation
        {
            Id = new("c"),
            Name = "C",
            Tier = CorporationTier.Free,
            MayRecord = false,
            Defaults = new() { Language = MeetingLanguage.English, NotifyByMail = false },
        };

        var kept = JsonSerializer.Serialize(corporation, CorporationJson.Default.Corporation);

        Assert.That(JsonSerializer.Deserialize(kept, CorporationJson.Default.Corporation), Is.EqualTo(corporation));
        Assert.That(kept, Does.Not.Contain("LengthLimit"));
    }

    [Test]
    public void What_was_kept_before_a_member_existed_reads_with_its_default()
    {
        var back = JsonSerializer.Deserialize("""{"Id":{"Value":"c"},"Name":"C"}""", CorporationJson.Default.Corporation)!;

        Assert.That(back, Is.EqualTo(new Corporation { Id = new("c"), Name = "C" }));
    }

    [Test]
    public void A_room_and_an_account_come_back_as_they_were_kept()
    {
        var room = new CloudRoom
        {
            Id = new("r"),
            Corporation = new("c"),
            Number = new("900000001"),
            Mode = RoomMode.Personal,
            Holder = new("alice"),
            HolderKind = AccountKind.Terminal,
            Passwords = new("1111", ""),
            Tokens = new("a", "b"),
            ExpiresAt = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        var account = new Account { Id = new("alice"), Corporation = new("c"), Kind = AccountKind.Terminal, Admin = AdminType.DefaultAdmin, Name = "爱丽丝" };

        Assert.That(JsonSerializer.Deserialize(JsonSerializer.Serialize(room, CorporationJson.Default.CloudRoom), CorporationJson.Default.CloudRoom), Is.EqualTo(room));
        Assert.That(JsonSerializer.Deserialize(JsonSerializer.Serialize(account, CorporationJson.Default.Account), CorporationJson.Default.Account), Is.EqualTo(account));
    }
}
