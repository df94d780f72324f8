using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>
/// Lets time pass until something has happened. Work that recurs may still be running when the clock moves, and begins its
/// next wait only then, so a single step could be missed.
/// </summary>
internal static class PassingTime
{
    public static Task UntilAsync(
        this FakeTimeProvider time,
        TimeSpan step,
        Func<Task<bool>> condition,
        string what
    ) =>
        Eventually.TrueAsync(
            () =>
            {
                time.Advance(step);
                return condition();
            },
            what
        );

    public static Task UntilAsync(
        this FakeTimeProvider time,
        TimeSpan step,
        Func<bool> condition,
        string what
    ) => time.UntilAsync(step, () => Task.FromResult(condition()), what);
}
