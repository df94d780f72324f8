using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Components;

public sealed partial class Routes(NavigationManager navigation, ILogger<Routes> logger) : ComponentBase
{
    private bool _isTheirs;

    [CascadingParameter]
    private Task<AuthenticationState> State { get; set; } = default!;

    /// <summary>
    /// Whom the page was rendered for. It reaches the circuit encrypted, in the marker of this component, so a circuit
    /// that a browser starts with the marker of somebody else's page is recognized and shows nothing.
    /// </summary>
    [Parameter, EditorRequired]
    public string MadeFor { get; set; } = "";

    protected override async Task OnParametersSetAsync()
    {
        _isTheirs = OperatorClaims.OwnerOf((await State).User) == MadeFor;
        if (_isTheirs)
            return;
        LogMadeForAnother(logger);
        // Most probably another operator has signed in since in this browser, who gets a page of their own.
        navigation.NavigateTo(navigation.Uri, forceLoad: true);
    }

    [LoggerMessage(LogLevel.Warning, "A page that was made for another session was refused a circuit")]
    private static partial void LogMadeForAnother(ILogger logger);
}
