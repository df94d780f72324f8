using Dashboard.Access;
using Dashboard.Components.Screens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Team;

/// <summary>A dialog whose button changes the team, and that says why a change was refused or failed.</summary>
public abstract class TeamDialog : ScreenBase
{
    private string? _refusal;

    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>What went wrong and what to do; null while nothing has.</summary>
    protected string? Problem =>
        Failure is { } reference
            ? $"This could not be saved. Try again in a moment. Reference {reference}."
            : _refusal;

    protected override string Subject => "The team";

    /// <summary>Runs a change, once at a time.</summary>
    /// <returns>Whether it was made.</returns>
    protected async Task<bool> ChangeAsync(Func<CancellationToken, Task<TeamRefusal?>> change) =>
        await TryAsync(async token => _refusal = await RefusalOfAsync(change, token)) && _refusal is null;

    private static async Task<string?> RefusalOfAsync(
        Func<CancellationToken, Task<TeamRefusal?>> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await change(cancellationToken) is { } refusal ? TeamWords.Of(refusal) : null;
        }
        catch (AccessDeniedException)
        {
            return "Your role does not allow this any more. Ask an admin.";
        }
    }
}
