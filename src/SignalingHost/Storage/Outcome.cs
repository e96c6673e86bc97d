namespace SignalingHost.Storage;

/// <summary>
/// What a piece of work answers where a refusal found half way must undo what was done before: the work goes through
/// <see cref="StoreUndo.WriteOrUndoAsync"/> and answers a value together with whether it shall stay.
/// </summary>
internal readonly record struct Outcome<T>(T Value, bool Stays);

internal static class StoreUndo
{
    /// <summary>Writes; where the outcome shall not stay, everything is as before, and the value is answered all the same.</summary>
    public static async Task<T> WriteOrUndoAsync<T>(this Store store, Func<StoreSession, Task<Outcome<T>>> work)
    {
        try
        {
            return await store.WriteAsync(async session =>
            {
                var outcome = await work(session);
                return outcome.Stays ? outcome.Value : throw new Undone<T>(outcome.Value);
            });
        }
        catch (Undone<T> undone)
        {
            return undone.Value;
        }
    }

    // Never leaves this file.
    private sealed class Undone<T>(T value) : Exception
    {
        public T Value => value;
    }
}
