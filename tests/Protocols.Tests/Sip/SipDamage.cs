using System.Text;

namespace Protocols.Tests.Sip;

/// <summary>What a bad line, a bad program or a bad person makes of a message.</summary>
internal static class SipDamage
{
    private static readonly string[] Spoils =
    [
        "", " ", ":", ";", ",", "\"", "<", ">", "@", "%", "%4", "[", "]", "\r", "\n", "\r\n", "\r\n\r\n", "\r\n ", "\0", "=", "é", "-1", "0", "4294967296",
        "99999999999999999999", "SIP/2.0", "sip:", "\\", "Via: SIP/2.0/UDP x\r\n", "l: 5\r\n", "Content-Length: 9\r\n", "From: a\r\n", ";;", ",,", "--", "boundary=",
    ];

    public static byte[] Damaged(byte[] wire, Random random)
    {
        var text = new List<byte>(wire);
        for (var hits = random.Next(1, 12); hits > 0; hits--)
        {
            var place = random.Next(text.Count);
            var length = Math.Min(random.Next(0, 40), text.Count - place);
            var spoil = Encoding.UTF8.GetBytes(Spoils[random.Next(Spoils.Length)]);
            switch (random.Next(4))
            {
                case 0:
                    text.RemoveRange(place, length);
                    break;
                case 1:
                    text.InsertRange(place, spoil);
                    break;
                case 2:
                    text.InsertRange(random.Next(text.Count), text.GetRange(place, length));
                    break;
                default:
                    text[place] = (byte)random.Next(256);
                    break;
            }

            if (text.Count == 0)
                text.Add((byte)'I');
        }

        return [.. text];
    }
}
