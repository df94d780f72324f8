using Dashboard.Components.Time;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Components;

public sealed partial class Routes(NavigationManager navigation, ReaderCulture reader, ILogger<Routes> logger)
    : ComponentBase
{
    private bool _isTheirs;

    [CascadingParameter]
    private Task<AuthenticationState> State { get; set; } = default!;

    /// <summary>
    /// The operator for whom the page was rendered. Passed to the circuit encrypted, in this component's marker, so that a
    /// circuit started from another operator's page is recognized and shows nothing.
    /// </summary>
    [Parameter, EditorRequired]
    public string MadeFor { get; set; } = "";

    /// <summary>The languages that the browser asks for, which say how days are read and typed.</summary>
    [Parameter]
    public string? Languages { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        reader.Take(Languages);
        _isTheirs = OperatorClaims.OwnerOf((await State).User) == MadeFor;
        if (_isTheirs)
            return;
        LogMadeForAnother(logger);
        // Usually another operator has signed in with this browser since then; reloading shows that operator's page.
        navigation.NavigateTo(navigation.Uri, forceLoad: true);
    }

    [LoggerMessage(LogLevel.Warning, "A page that was created for another session was refused a circuit")]
    private static partial void LogMadeForAnother(ILogger logger);
}
