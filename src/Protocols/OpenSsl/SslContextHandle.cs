using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>Owns one SSL_CTX. Sessions made from it keep it alive by OpenSSL's own count, so it may be closed before them.</summary>
internal sealed class SslContextHandle : SafeHandle
{
    public SslContextHandle(nint method)
        : base(0, ownsHandle: true) => SetHandle(LibSsl.SSL_CTX_new(method));

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
