using Protocols.Ice;
using Protocols.Stun;
using static Protocols.Tests.Ice.LiteAgentFixture;

namespace Protocols.Tests.Ice;

public sealed class IceLiteAgentTests
{
    [Test]
    public void A_check_is_answered_with_the_address_it_came_from()
    {
        var ice = new LiteAgentFixture();
        var check = ice.Check.Bytes();

        Assert.That(ice.Receive(check, Wifi), Is.EqualTo(DropReason.None));

        Assert.That(ice.Sent, Has.Count.EqualTo(1));
        Assert.That(ice.Sent[0].To, Is.EqualTo(Wifi));
        Assert.That(StunMessage.TryParse(ice.Sent[0].Datagram, out var reply), Is.True);
        Assert.That(reply.Class, Is.EqualTo(StunClass.SuccessResponse));
        Assert.That(reply.TransactionId, Is.EqualTo(StunTransactionId.Read(check.AsSpan(8))));
        Assert.That(reply.TryReadXorMappedAddress(out var mapped) ? mapped : default, Is.EqualTo(Wifi.Remote));
        Assert.That(ice.LastReplyIsSignedWith(ice.Credentials.Password), Is.True);
        Assert.That(reply.CheckFingerprint(), Is.True);
    }

    [Test]
    public void The_first_valid_route_serves_until_one_is_nominated()
    {
        var ice = new LiteAgentFixture();
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.New, (IceRoute?)null)));

        ice.Receive(ice.Check, Wifi);
        ice.Receive(ice.Check, Cellular);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Checking, (IceRoute?)Wifi)));

        ice.Receive(ice.Nomination with { Priority = 1 }, Cellular);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
    }

    [Test]
    public void Media_is_trusted_from_checked_routes_only()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);

        Assert.That(ice.Agent.IsValidated(Wifi), Is.True);
        Assert.That(ice.Agent.IsValidated(Cellular), Is.False);
        Assert.That(ice.Agent.IsValidated(Wifi with { Transport = IceTransport.Tcp, Connection = 1 }), Is.False);
    }

    [Test]
    public void A_peer_that_also_wants_to_be_controlled_is_told_so_and_not_believed()
    {
        var ice = new LiteAgentFixture();

        Assert.That(ice.Receive(ice.Nomination with { Role = StunAttributeType.IceControlled }, Wifi), Is.EqualTo(DropReason.RoleConflict));

        Assert.That(ice.LastErrorCode(), Is.EqualTo(487));
        Assert.That(ice.LastReplyIsSignedWith(ice.Credentials.Password), Is.True);
        Assert.That(ice.Agent.Selected, Is.Null);
    }

    [Test]
    public void A_wrong_password_validates_nothing_and_is_answered_with_less_than_it_sent()
    {
        var ice = new LiteAgentFixture();
        var check = (ice.Nomination with { Password = "guessed guessed guessed" }).Bytes();

        Assert.That(ice.Receive(check, Wifi), Is.EqualTo(DropReason.FailedIntegrity));

        Assert.That(ice.LastErrorCode(), Is.EqualTo(401));
        Assert.That(ice.Sent[^1].Datagram, Has.Length.LessThanOrEqualTo(check.Length));
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.New, (IceRoute?)null)));
    }

    [Test]
    public void A_check_for_somebody_else_is_met_with_silence()
    {
        var ice = new LiteAgentFixture();
        var stranger = IceCredentials.Create(new SeededBytes(99));

        Assert.That(ice.Receive(new IceCheck(stranger), Wifi), Is.EqualTo(DropReason.UnknownUsername));
        Assert.That(ice.Sent, Is.Empty);
    }

    [Test]
    public void The_peers_half_of_the_name_does_not_matter()
    {
        var ice = new LiteAgentFixture();
        ice.Agent.SetRemote(IceCredentials.Create(new SeededBytes(2)));

        Assert.That(ice.Receive(ice.Check with { From = "whoever" }, Wifi), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void No_answer_to_a_stranger_is_longer_than_the_question()
    {
        var ice = new LiteAgentFixture();
        var bare = new StunWriter(new byte[64], StunClass.Request, StunMethod.Binding, new StunTransactionId(1, 2));

        Assert.That(ice.Receive(bare.Written.ToArray(), Wifi), Is.EqualTo(DropReason.FailedIntegrity));
        Assert.That(ice.Sent, Is.Empty);

        var unsigned = (ice.Check with { IsSigned = false }).Bytes();
        Assert.That(ice.Receive(unsigned, Wifi), Is.EqualTo(DropReason.FailedIntegrity));
        Assert.That(ice.LastErrorCode(), Is.EqualTo(400));
        Assert.That(ice.Sent[^1].Datagram, Has.Length.LessThanOrEqualTo(unsigned.Length));
    }

    [Test]
    public void An_attribute_that_must_be_understood_and_is_not_is_named_in_the_refusal()
    {
        var ice = new LiteAgentFixture();

        Assert.That(ice.Receive(ice.Nomination with { Extra = (StunAttributeType)0x7ABC }, Wifi), Is.EqualTo(DropReason.UnknownAttribute));

        Assert.That(ice.LastErrorCode(), Is.EqualTo(420));
        Assert.That(StunMessage.TryParse(ice.Sent[^1].Datagram, out var reply), Is.True);
        Assert.That(reply.TryFind(StunAttributeType.UnknownAttributes, out var types), Is.True);
        Assert.That(types.ToArray(), Is.EqualTo(new byte[] { 0x7A, 0xBC }));
    }

    [TestCase(StunClass.SuccessResponse, 1, DropReason.UnexpectedStun)]
    [TestCase(StunClass.ErrorResponse, 1, DropReason.UnexpectedStun)]
    [TestCase(StunClass.Request, 3, DropReason.UnexpectedStun)]
    [TestCase(StunClass.Indication, 1, DropReason.None)]
    public void What_is_no_binding_request_validates_nothing(StunClass kind, int method, DropReason expected)
    {
        var ice = new LiteAgentFixture();

        Assert.That(ice.Receive(ice.Nomination with { Class = kind, Method = (StunMethod)method }, Wifi), Is.EqualTo(expected));

        Assert.That(ice.Sent, Is.Empty);
        Assert.That(ice.Agent.Selected, Is.Null);
    }

    [Test]
    public void Of_several_nominations_at_once_the_best_pair_wins_in_any_order([Values] bool bestFirst)
    {
        var ice = new LiteAgentFixture();
        var (best, other) = (ice.Nomination, ice.Nomination with { Priority = 1_000 });

        ice.Receive(bestFirst ? best : other, bestFirst ? Wifi : Cellular);
        ice.Pass(0.05);
        ice.Receive(bestFirst ? other : best, bestFirst ? Cellular : Wifi);

        Assert.That(ice.Agent.Selected, Is.EqualTo(Wifi));
    }

    [Test]
    public void A_peer_that_moves_to_a_worse_network_is_followed()
    {
        var ice = new LiteAgentFixture();
        ice.Keep(Wifi, 20, ice.Nomination);

        ice.Receive(ice.Nomination with { Priority = 1_000 }, Cellular);

        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
        Assert.That(ice.Agent.IsValidated(Wifi), Is.True, "packets still on the way over the old network are welcome");
    }

    [Test]
    public void A_peer_that_goes_on_checking_another_route_is_found_there_without_a_nomination()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);

        ice.Keep(Cellular, 10);

        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
    }

    [Test]
    public void A_closed_connection_is_left_at_once()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Check, Wifi);
        ice.Receive(ice.Nomination, Tcp);
        Assert.That(ice.Agent.Selected, Is.EqualTo(Tcp));

        ice.Agent.Forget(Tcp, ice.Now);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));

        ice.Agent.Forget(Wifi, ice.Now);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Disconnected, (IceRoute?)null)));

        ice.Receive(ice.Check, Cellular);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
    }

    [Test]
    public void Silence_first_worries_and_then_ends_the_session()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);

        ice.Pass(6.9);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Connected));

        ice.Pass(0.2);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Disconnected, (IceRoute?)Wifi)));

        ice.Pass(22.8);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Disconnected));

        ice.Pass(0.2);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Failed, (IceRoute?)null)));
        Assert.That(ice.Agent.IsValidated(Wifi), Is.False);
        Assert.That(ice.Agent.NextDeadline, Is.EqualTo(Instant.Never));
        Assert.That(ice.Receive(ice.Check, Wifi), Is.EqualTo(DropReason.ConsentExpired));
    }

    [Test]
    public void A_peer_that_comes_back_in_time_is_connected_again()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);
        ice.Pass(25);

        ice.Receive(ice.Check, Wifi);

        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));
        ice.Pass(29.9);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Disconnected));
    }

    [Test]
    public void A_peer_that_never_nominates_has_failed_after_the_connect_timeout([Values] bool checks)
    {
        var ice = new LiteAgentFixture();
        if (checks)
            ice.Keep(Wifi, 29.9);
        else
            ice.Pass(29.9);

        Assert.That(ice.Agent.State, Is.EqualTo(checks ? IceState.Checking : IceState.New));
        ice.Pass(0.2);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Failed));
    }

    [Test]
    public void A_flood_of_routes_neither_grows_the_memory_nor_moves_the_media()
    {
        var ice = new LiteAgentFixture(new IceOptions { MaxRoutes = 4 });
        ice.Receive(ice.Nomination, Wifi);

        for (var i = 0; i < 1_000; i++)
        {
            var route = IceRoute.Udp(TransportAddress.FromIPv4((uint)i, 9));
            Assert.That(ice.Receive(ice.Check, route), Is.EqualTo(DropReason.None));
            Assert.That(ice.Agent.IsValidated(route), Is.True);
        }

        Assert.That(ice.Agent.Selected, Is.EqualTo(Wifi));
        Assert.That(Enumerable.Range(0, 1_000).Count(i => ice.Agent.IsValidated(IceRoute.Udp(TransportAddress.FromIPv4((uint)i, 9)))), Is.EqualTo(3));
    }

    [Test]
    public void No_bytes_can_disturb_a_session([Range(1, 10)] int seed)
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);
        var random = new Random(seed);
        var sample = ice.Nomination.Bytes();

        for (var round = 0; round < 1_000; round++)
        {
            var bytes = sample[..random.Next(sample.Length + 1)];
            for (var change = random.Next(4); change >= 0 && bytes.Length > 0; change--)
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);

            // The fingerprint stands outside what the password protects; without it the check is still the browser's own.
            var isAuthentic = bytes.Length == sample.Length && bytes.AsSpan(..^8).SequenceEqual(sample.AsSpan(..^8));
            if (isAuthentic)
                continue;

            Assert.That(ice.Receive(bytes, Cellular), Is.Not.EqualTo(DropReason.None));
        }

        Assert.That(ice.Agent.IsValidated(Cellular), Is.False);
        Assert.That(ice.Agent.Selected, Is.EqualTo(Wifi));
    }

    [Test]
    public void Answering_a_consent_check_allocates_nothing()
    {
        var ice = new LiteAgentFixture();
        var check = ice.Nomination.Bytes();
        var nowhere = new Nowhere();
        for (var i = 0; i < 100; i++)
            ice.Agent.Receive(check, Wifi, ice.Now, nowhere);

        Assert.That(Allocations.Least(() =>
        {
            ice.Agent.Receive(check, Wifi, ice.Now, nowhere);
            ice.Agent.Advance(ice.Now, nowhere);
        }, times: 1_000), Is.Zero);
    }

    private sealed class Nowhere : IIceOutput
    {
        public void Send(in IceRoute route, ReadOnlySpan<byte> datagram)
        {
        }
    }
}
