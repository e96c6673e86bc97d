using System.Diagnostics.CodeAnalysis;

namespace SignalingHost.Storage;

/// <summary>The directory in which everything lives that outlasts the process. One process holds it at a time.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream heldLock)
    {
        FullPath = path;
        _lock = heldLock;
    }

    public string FullPath { get; }

    public static bool TryOpen(string setting, [NotNullWhen(true)] out DataDirectory? directory, [NotNullWhen(false)] out string? problem)
    {
        directory = null;
        problem = null;
        var path = Path.GetFullPath(setting);
        try
        {
            if (!Directory.Exists(path))
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            directory = new DataDirectory(path, Hold(Path.Combine(path, "lock")));
            return true;
        }
        catch (AlreadyHeldException)
        {
            problem = $"Data:Directory is '{setting}', which another running server uses: stop that one, or give this one a directory of its own.";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problem = $"Data:Directory is '{setting}', which cannot be written ({refused.Message.TrimEnd('.')}): give a directory that this user may write.";
        }

        return false;
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Makes an empty file that only this user may read, unless it is there.</summary>
    public void MakePrivate(string path)
    {
        if (!File.Exists(path))
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
    }

    public void Dispose() => _lock.Dispose();

    // The lock is the open handle (flock), not the file: a killed server leaves the file behind and holds nothing.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException shared) when (shared.HResult == ResourceTemporarilyUnavailable)
        {
            throw new AlreadyHeldException();
        }
    }

    // EAGAIN on Linux: what flock answers where another process holds the lock.
    private const int ResourceTemporarilyUnavailable = 11;

    private sealed class AlreadyHeldException : Exception;
}
