using Dashboard.Data;
using Microsoft.Extensions.Options;

namespace Dashboard.Mail;

/// <summary>Refuses to start when messages could not be saved, before an operator finds out by the first of them.</summary>
internal sealed class PickupCheck(IOptions<MailOptions> options) : StartupWork
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Mode != MailMode.Pickup)
            return Task.CompletedTask;
        return UsablePlace.ProblemOfFolder(Path.GetFullPath(options.Value.PickupFolder)) is { } problem
            ? throw new StartRefusedException(
                $"E-mails can't be saved: {problem}, or set Email__PickupFolder to another folder."
            )
            : Task.CompletedTask;
    }
}
