using Dashboard.Components;
using MudBlazor;

namespace Dashboard.Features.Emails.Sending;

/// <summary>Opens the dialog that sends, for screens that may not know it.</summary>
internal sealed class SendDialogs(IDialogService dialogs) : IEmailActions
{
    private static readonly DialogOptions Look = new()
    {
        MaxWidth = MaxWidth.Medium,
        FullWidth = true,
        // MudBlazor keeps its header, and the close button in it, out of Tab's reach: the dialog brings its own.
        NoHeader = true,
        CloseOnEscapeKey = true,
    };

    public async Task<bool> ShowSendAsync(EmailAudience audience)
    {
        var wereQueued = false;
        var parameters = new DialogParameters<SendDialog>
        {
            { d => d.Audience, audience },
            { d => d.OnQueued, () => wereQueued = true },
        };
        var dialog = await dialogs.ShowAsync<SendDialog>("Send reconnect e-mails", parameters, Look);
        // However it is closed afterwards: they are queued.
        await dialog.Result;
        return wereQueued;
    }
}
