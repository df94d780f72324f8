using Dashboard.Components;
using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Sending;

/// <summary>Opens the dialog that sends e-mails, for screens of other features.</summary>
internal sealed class SendDialogs(IDialogService dialogs) : IEmailActions
{
    public async Task<bool> ShowSendAsync(EmailAudience audience)
    {
        var wereQueued = false;
        var parameters = new DialogParameters<SendDialog>
        {
            { d => d.Audience, audience },
            { d => d.OnQueued, () => wereQueued = true },
        };
        // E-mails stay queued however the dialog is closed.
        await dialogs.AskAsync("Send reconnect e-mails", parameters, DialogLook.Medium);
        return wereQueued;
    }
}
