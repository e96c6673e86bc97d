using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Meetings.Tests;

/// <summary>Checks a property on many drawn cases, always the same ones.</summary>
internal static class Properties
{
    private const ulong Seed = 20261121;
    private const ulong Gamma = 7;

    public static void Hold<T>(Gen<T> cases, Action<T> property, int count = 300)
    {
        var replay = new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(config, Prop.ForAll(cases.ToArbitrary(), property));
    }
}
