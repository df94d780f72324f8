using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Dashboard.Benchmarks;

/// <summary>
/// Opens screens one after the other in one circuit. What a screen shows last is learnt at its first visit, by waiting
/// until nothing follows; a visit is measured until that is shown.
/// </summary>
internal sealed partial class ScreenReader(Circuit circuit, string neutral)
{
    // Longer than the slowest query takes.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, string> _lastTexts = new(StringComparer.Ordinal);

    /// <summary>Milliseconds from the click to the last part of the screen; null at a visit that only learns.</summary>
    public async Task<double?> ReadAsync(string path)
    {
        if (!_lastTexts.TryGetValue(path, out var last))
        {
            await LearnAsync(path);
            return null;
        }
        await LeaveAsync();
        var watch = Stopwatch.StartNew();
        await circuit.GoAsync(path);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!(await circuit.Renders.ReadAsync(patience.Token)).Contains(last, StringComparer.Ordinal))
            { }
        }
        catch (OperationCanceledException)
        {
            _lastTexts.Remove(path);
            return null;
        }
        return watch.Elapsed.TotalMilliseconds;
    }

    private async Task LearnAsync(string path)
    {
        await LeaveAsync();
        await circuit.GoAsync(path);
        var renders = await UntilSilentAsync(Silence);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var render in renders)
        {
            var fresh = render.Where(t => !Moving().IsMatch(t) && !seen.Contains(t)).ToList();
            seen.UnionWith(render);
            if (fresh.Count > 0)
                _lastTexts[path] = fresh.MaxBy(t => t.Length)!;
        }
    }

    private async Task LeaveAsync()
    {
        await circuit.GoAsync(neutral);
        await UntilSilentAsync(TimeSpan.FromMilliseconds(60));
    }

    private async Task<List<IReadOnlyList<string>>> UntilSilentAsync(TimeSpan silence)
    {
        List<IReadOnlyList<string>> renders = [];
        while (true)
        {
            using var silent = new CancellationTokenSource(silence);
            try
            {
                IReadOnlyList<string> render;
                do render = await circuit.Renders.ReadAsync(silent.Token);
                while (render.All(t => Moving().IsMatch(t)));
                renders.Add(render);
            }
            catch (OperationCanceledException)
            {
                return renders;
            }
        }
    }

    // Texts that change by themselves, and the shortest, which say nothing.
    [GeneratedRegex(
        "^.{0,3}$|^(class|time|datetime|data-as-of|aria-current|content)$|^[0-9-]*T?\\d\\d:\\d\\d:\\d\\d|\\bago\\b|\\bnow\\b|\\d+ (s|min|h|d)\\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Moving();
}
