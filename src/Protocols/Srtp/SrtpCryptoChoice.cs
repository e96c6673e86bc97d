namespace Protocols.Srtp;

/// <summary>Whose AES and SHA-1 protect the packets. All give the same bytes; they differ in time.</summary>
public enum SrtpCryptoChoice
{
    /// <summary>The fastest that this machine has and that has proved itself at start-up.</summary>
    Fastest,

    /// <summary>Our own kernel on AES and carry-less multiplication instructions; SHA-1 stays with libcrypto.</summary>
    Vector,

    /// <summary>libcrypto, one reused context per key.</summary>
    OpenSsl,

    /// <summary>.NET's own classes: the oracle of the tests, and what is left where there is no libcrypto.</summary>
    Platform,
}
