using Dashboard.Components.Screens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Team;

/// <summary>A dialog whose button changes the team, and that says why a change was refused or failed.</summary>
public abstract class TeamDialog : ScreenBase
{
    private TeamRefusal? _refusal;

    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    protected override string? Problem =>
        base.Problem ?? (_refusal is { } refusal ? TeamWords.Of(refusal) : null);

    protected override string Subject => "The team";

    /// <summary>Runs a change, once at a time.</summary>
    /// <returns>Whether it was made.</returns>
    protected async Task<bool> ChangeAsync(Func<CancellationToken, Task<TeamRefusal?>> change) =>
        await TryAsync(async token => _refusal = await change(token)) && _refusal is null;
}
