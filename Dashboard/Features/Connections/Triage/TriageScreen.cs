using Dashboard.Components.Screens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Connections.Triage;

/// <summary>A component that takes decisions about connections and shows their results.</summary>
public abstract class TriageScreen : ScreenBase
{
    protected override string Subject => "A decision about connections";

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    /// <summary>Takes a decision, one at a time.</summary>
    /// <param name="decide">The decision.</param>
    /// <param name="done">What to show when it was taken: "Snoozed until tomorrow".</param>
    /// <returns>Whether it was taken.</returns>
    protected async Task<bool> DecideAsync(Func<CancellationToken, Task<TriageResult>> decide, string done)
    {
        TriageResult? result = null;
        await TryAsync(async token => result = await decide(token));
        if (result is not null)
            Snackbar.Add(result.Words(done), result.Refusal is null ? Severity.Success : Severity.Warning);
        else if (Problem is { } problem)
            Snackbar.Add(problem, Severity.Error);
        return result is { Refusal: null };
    }
}
