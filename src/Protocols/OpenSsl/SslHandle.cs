using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>
/// Owns one SSL and the handle by which its callbacks find their <see cref="ISslWorld"/>. The world must not know this
/// handle: then a session that nobody disposed is still collected, and its native memory freed.
/// </summary>
internal sealed class SslHandle : SafeHandle
{
    private GCHandle<ISslWorld> _world;

    public SslHandle(SslContextHandle context, ISslWorld world)
        : base(0, ownsHandle: true)
    {
        LibCryptoIo.ERR_clear_error();
        var ssl = LibSsl.SSL_new(context);
        if (ssl == 0)
            throw new InvalidOperationException($"OpenSSL makes no session: {LibCryptoIo.TakeReason()}.");

        SetHandle(ssl);
        _world = new GCHandle<ISslWorld>(world);
        SslCallbacks.Attach(ssl, _world);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        _world.Dispose();
        return true;
    }
}
