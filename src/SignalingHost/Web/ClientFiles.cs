using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SignalingHost.Web;

/// <summary>
/// The browser client as it was built, read once: a few files, kept whole and as they were packed beside them. None of it changes while the server runs.
/// </summary>
internal sealed class ClientFiles
{
    private readonly FrozenDictionary<string, ClientFile> _files;

    private ClientFiles(FrozenDictionary<string, ClientFile> files) => _files = files;

    /// <summary>Empty where the client was not built.</summary>
    public static ClientFiles Read(string directory) => new(
        (Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories) : [])
            .Where(path => !path.EndsWith(Packed, StringComparison.Ordinal))
            .ToFrozenDictionary(path => "/" + Path.GetRelativePath(directory, path), ReadOne, StringComparer.Ordinal));

    public ClientFile? Find(string path) => _files.GetValueOrDefault(path);

    private const string Packed = ".gz";

    private static ClientFile ReadOne(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new ClientFile
        {
            Bytes = bytes,
            Gzip = File.Exists(path + Packed) ? File.ReadAllBytes(path + Packed) : null,
            ContentType = ContentTypeOf(Path.GetExtension(path)),
            EntityTag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"",
        };
    }

    private static string ContentTypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

internal sealed record ClientFile
{
    public required byte[] Bytes { get; init; }

    public byte[]? Gzip { get; init; }

    public required string ContentType { get; init; }

    public required string EntityTag { get; init; }
}
