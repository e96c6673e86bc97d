using System.Reflection;
using System.Runtime.CompilerServices;
using Protocols.Srtp;

namespace MediaServer.Edge;

/// <summary>
/// Has everything that a packet runs through compiled before the first packet comes, which would else wait for it: some hundred
/// methods at a fraction of a millisecond each. What proves hot is compiled better later, beside the traffic.
/// </summary>
public static class WarmUp
{
    private static readonly string[] Folders =
    [
        "MediaServer", "Protocols.Rtp", "Protocols.Rtcp", "Protocols.Srtp", "Protocols.Congestion", "Protocols.Loss", "Protocols.Codecs", "Protocols.Stun",
        "Protocols.Audio",
    ];

    /// <summary>Returns how many methods were compiled.</summary>
    public static int Run()
    {
        var compiled = 0;
        foreach (var type in typeof(WarmUp).Assembly.GetTypes().Concat(typeof(SrtpCrypto).Assembly.GetTypes()))
        {
            if (IsHot(type))
                compiled += Compile(type);
        }

        return compiled;
    }

    private static bool IsHot(Type type) =>
        !type.ContainsGenericParameters && !type.IsInterface && Array.Exists(Folders, folder => IsIn(type.Namespace, folder));

    private static bool IsIn(string? name, string folder) =>
        name is not null && name.StartsWith(folder, StringComparison.Ordinal) && (name.Length == folder.Length || name[folder.Length] == '.');

    private static int Compile(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var compiled = 0;
        foreach (var method in type.GetMethods(all))
        {
            // What runs once is left to its time; of native entries there is nothing to compile.
            if (method.IsAbstract || method.ContainsGenericParameters || method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
                continue;

            RuntimeHelpers.PrepareMethod(method.MethodHandle);
            compiled++;
        }

        return compiled;
    }
}
