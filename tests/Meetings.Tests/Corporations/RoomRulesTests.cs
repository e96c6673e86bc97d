using Meetings.Corporations;

namespace Meetings.Tests.Corporations;

public sealed class RoomRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly CorporationId Ours = new("ours");
    private static readonly Account Alice = new() { Id = new("alice"), Corporation = Ours };
    private static readonly Account Bob = new() { Id = new("bob"), Corporation = Ours, Admin = AdminType.Admin };
    private static readonly Account Board = new() { Id = new("board"), Corporation = Ours, Kind = AccountKind.Terminal };
    private static readonly Account Stranger = new() { Id = new("alice"), Corporation = new("theirs") };

    private static readonly CloudRoom Free = new()
    {
        Id = new("room"),
        Corporation = Ours,
        Number = new("900000001"),
        Seats = 50,
        Passwords = new("111111", "222222"),
        Tokens = new("c", "g"),
    };

    private static readonly CloudRoom OfAlice = Free with { Holder = Alice.Id };

    [Test]
    public void A_room_is_assigned_to_one_user_or_one_terminal()
    {
        var refusal = RoomRules.TryAssign(Free, Board, held: 0, out var assigned);

        Assert.That((refusal, assigned.Holder, assigned.HolderKind, assigned.Status),
            Is.EqualTo((Refusal.None, (AccountId?)Board.Id, AccountKind.Terminal, RoomStatus.Usable)));
    }

    [Test]
    public void A_room_that_has_a_holder_gets_no_second_one()
    {
        Assert.That(RoomRules.TryAssign(OfAlice, Bob, held: 0, out var same), Is.EqualTo(Refusal.ParameterVerifiedFail));
        Assert.That(same, Is.SameAs(OfAlice));
        Assert.That(RoomRules.TryAssign(OfAlice, Alice, held: 1, out _), Is.EqualTo(Refusal.None));
    }

    [TestCase(31, Refusal.None)]
    [TestCase(32, Refusal.ParameterVerifiedFail)]
    public void An_account_holds_32_rooms_at_most(int held, Refusal refusal) =>
        Assert.That(RoomRules.TryAssign(Free, Alice, held, out _), Is.EqualTo(refusal));

    [Test]
    public void A_room_is_not_assigned_across_corporations_nor_a_personal_id_at_all()
    {
        Assert.That(RoomRules.TryAssign(Free, Stranger, held: 0, out _), Is.EqualTo(Refusal.VmrDataNotFound));
        Assert.That(RoomRules.TryAssign(Free with { Mode = RoomMode.Personal }, Alice, held: 0, out _), Is.EqualTo(Refusal.ParameterVerifiedFail));
        Assert.That(RoomRules.TryAssign(Free, Alice with { IsActive = false }, held: 0, out _), Is.EqualTo(Refusal.ParameterVerifiedFail));
    }

    [Test]
    public void The_next_holder_of_a_room_gets_other_passwords_and_links()
    {
        var refusal = RoomRules.TryRecycle(OfAlice, Alice.Id, new SeededIdentities(), out var recycled);

        Assert.That((refusal, recycled.Status, recycled.Holder), Is.EqualTo((Refusal.None, RoomStatus.Unassigned, (AccountId?)null)));
        Assert.That(recycled.Passwords, Is.Not.EqualTo(OfAlice.Passwords));
        Assert.That(recycled.Tokens, Is.Not.EqualTo(OfAlice.Tokens));
        Assert.That(RoomRules.TryRecycle(OfAlice, Bob.Id, new SeededIdentities(), out _), Is.EqualTo(Refusal.VmrDataNotFound));
    }

    [Test]
    public void Only_its_holder_opens_meetings_on_a_room()
    {
        Assert.That(RoomRules.MayOpen(OfAlice, Alice, Now), Is.EqualTo(Refusal.None));
        Assert.That(RoomRules.MayOpen(OfAlice, Bob, Now), Is.EqualTo(Refusal.ConfUserNotVmrOwner));
        Assert.That(RoomRules.MayOpen(Free, Alice, Now), Is.EqualTo(Refusal.ConfUserNotVmrOwner));
        Assert.That(RoomRules.MayOpen(OfAlice, Stranger, Now), Is.EqualTo(Refusal.VmrDataNotFound));
        Assert.That(RoomRules.MayOpen(room: null, Alice, Now), Is.EqualTo(Refusal.VmrDataNotFound));
    }

    [Test]
    public void A_room_that_is_stopped_or_has_run_out_opens_for_nobody()
    {
        Assert.That(RoomRules.MayOpen(OfAlice with { IsStopped = true }, Alice, Now), Is.EqualTo(Refusal.VmrDataNotFound));
        Assert.That(RoomRules.MayOpen(OfAlice with { ExpiresAt = Now }, Alice, Now), Is.EqualTo(Refusal.VmrDataNotFound));
        Assert.That(RoomRules.MayOpen(OfAlice with { ExpiresAt = Now.AddDays(1) }, Alice, Now), Is.EqualTo(Refusal.None));
    }

    [TestCase("333333", null, Refusal.None)]
    [TestCase(null, "", Refusal.None)]
    [TestCase("222222", null, Refusal.GuestPwdConflictWithChairPwd)]
    [TestCase(null, "900000001", Refusal.GuestPwdConflictWithConfId)]
    [TestCase(null, "12x4", Refusal.GuestPwdIllegal)]
    [TestCase("", null, Refusal.GuestPwdIllegal)]
    public void The_passwords_of_a_room_keep_the_rules(string? chair, string? guest, Refusal expected)
    {
        var change = new RoomChange { ChairPassword = chair, GuestPassword = guest };

        var refusal = RoomRules.TryChange(OfAlice, Alice, change, new SeededIdentities(), out var changed);

        Assert.That(refusal, Is.EqualTo(expected));
        Assert.That(ReferenceEquals(changed, OfAlice), Is.EqualTo(expected != Refusal.None));
    }

    [Test]
    public void A_room_is_changed_by_its_holder_and_keeps_what_was_not_said()
    {
        var change = new RoomChange { Name = "Tower", GuestsFirst = false };

        Assert.That(RoomRules.TryChange(OfAlice, Bob, change, new SeededIdentities(), out _), Is.EqualTo(Refusal.ConfUserNotVmrOwner));
        Assert.That(RoomRules.TryChange(OfAlice, Alice, change, new SeededIdentities(), out var changed), Is.EqualTo(Refusal.None));
        Assert.That(changed, Is.EqualTo(OfAlice with { Name = "Tower", GuestsFirst = false }));
        Assert.That(RoomRules.TryChange(OfAlice, Alice, new RoomChange { Name = "" }, new SeededIdentities(), out _), Is.EqualTo(Refusal.ParameterVerifiedFail));
    }
}
