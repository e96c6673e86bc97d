namespace Protocols.Srtp;

/// <summary>libcrypto's contexts work one way only, so the way is said when a cipher is made.</summary>
internal enum CipherDirection
{
    Seal,
    Open,
}
