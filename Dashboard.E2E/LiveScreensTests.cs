using System.Diagnostics;
using Dashboard.E2E.Support;

namespace Dashboard.E2E;

/// <summary>
/// A small form of the benchmark of live screens. It compares the product with a bare Blazor page, so that its limits are
/// ratios and counts, which a slow machine does not change.
/// </summary>
public sealed class LiveScreensTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_change_costs_a_screen_two_small_batches()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(Patience);
        using var benchmark = Process.Start(
            new ProcessStartInfo("dotnet", [Benchmarks, "live", "check"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        try
        {
            var output = await benchmark.StandardOutput.ReadToEndAsync(patience.Token);
            await benchmark.WaitForExitAsync(patience.Token);

            Assert.True(benchmark.ExitCode == 0, output);
            Assert.Contains("Within the limits.", output, StringComparison.Ordinal);
        }
        finally
        {
            if (!benchmark.HasExited)
                benchmark.Kill(entireProcessTree: true);
        }
    }

    // Beside this project, in the same configuration.
    private static string Benchmarks =>
        Path.Combine(
            Repository.Root,
            "Dashboard.Benchmarks",
            Path.GetRelativePath(Path.Combine(Repository.Root, "Dashboard.E2E"), AppContext.BaseDirectory),
            "Dashboard.Benchmarks.dll"
        );
}
