using AngleSharp.Dom;
using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Sending;

/// <summary>The dialog that sends, over a real database.</summary>
public abstract class SendDialogScreen : SendingScreen
{
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;
    protected Task<bool> Shown { get; private set; } = null!;

    protected void Show(params string[] userIds) => Show(SendingHost.Audience(userIds));

    protected void Show(EmailAudience audience)
    {
        Dialogs = RenderDialogs();
        Shown = Dialogs.InvokeAsync(() =>
            Services.GetRequiredService<IEmailActions>().ShowSendAsync(audience)
        );
    }

    protected IElement DialogButton(string words) =>
        Dialogs.FindAll("button").First(b => b.TextContent.Trim() == words);

    protected async Task PersonAsync(string userId)
    {
        await Database.PersonAsync(userId, SendingHost.Questrade);
        await using var db = Database.CreateDbContext();
        if (await db.Brokerages.FindAsync([SendingHost.Questrade], Token) is null)
            await Database.BrokerageAsync(SendingHost.Questrade, "QT", "Questrade");
    }

    protected async Task<List<Email>> EmailsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Emails.AsNoTracking().ToListAsync(Token);
    }
}
