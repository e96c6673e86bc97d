namespace MediaServer.Edge;

/// <summary>What only the edge can know. Written by one shard's thread, read by anyone.</summary>
internal sealed class EdgeCounters
{
    private long _sendFailures;

    public long SendFailures => Volatile.Read(ref _sendFailures);

    public int LastError { get; private set; }

    public void SendFailed(int error, int datagrams)
    {
        LastError = error;
        Volatile.Write(ref _sendFailures, _sendFailures + datagrams);
    }
}
