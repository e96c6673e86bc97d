using System.Buffers.Binary;

namespace Meetings;

/// <summary>The forms of identity that are drawn from an <see cref="IIdentitySource"/>, each without bias.</summary>
public static class Identities
{
    extension(IIdentitySource source)
    {
        /// <summary>Lower-case hex digits: 32 make a run, an account or a participant, 48 a join link or a token.</summary>
        public string Hex(int digits)
        {
            var bytes = new byte[digits / 2];
            source.Fill(bytes);
            return Convert.ToHexStringLower(bytes);
        }

        /// <summary>Decimal digits, leading zeros allowed: a password.</summary>
        public string Digits(int count) =>
            string.Create(count, source, static (text, from) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = (char)('0' + from.Below(10));
            });

        /// <summary>A number in [0, limit), every one as likely as the next: what lies over the last whole multiple is drawn again.</summary>
        public int Below(int limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
            var fair = uint.MaxValue - uint.MaxValue % (uint)limit;
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            uint drawn;
            do
            {
                source.Fill(bytes);
                drawn = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            }
            while (drawn >= fair);

            return (int)(drawn % (uint)limit);
        }

        public RunId NewRun() => new(source.Hex(32));

        public AccountId NewAccount() => new(source.Hex(32));

        public ParticipantId NewParticipant() => new(source.Hex(32));

        public RoomId NewRoom() => new(source.Hex(32));
    }
}
