using Dashboard.Components;
using Dashboard.Domain.Reconnect;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace Dashboard.Emails.Messages;

/// <summary>Renders reconnect e-mails with the wording in use for their language.</summary>
internal sealed class ReconnectMessageWriter(
    Wordings wordings,
    IOptions<DashboardOptions> company,
    IServiceScopeFactory scopes,
    ILoggerFactory loggers
)
{
    public async Task<WrittenMessage> WriteAsync(
        ReconnectMessage message,
        CancellationToken cancellationToken
    )
    {
        var language = CustomerLanguage.Of(message.Locale);
        return await WriteAsync(message, await wordings.InUseAsync(language, cancellationToken));
    }

    /// <summary>Renders a message with the version it was rendered with before.</summary>
    /// <param name="message">Its data.</param>
    /// <param name="wordingId">See <see cref="WrittenMessage.WordingId"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<WrittenMessage> WriteAgainAsync(
        ReconnectMessage message,
        string? wordingId,
        CancellationToken cancellationToken
    )
    {
        var language = CustomerLanguage.Of(message.Locale);
        return await WriteAsync(message, await wordings.FindAsync(wordingId, language, cancellationToken));
    }

    /// <summary>Renders with texts that are not in use.</summary>
    public Task<WrittenMessage> WriteAsync(ReconnectMessage message, WordingTexts wording) =>
        WriteAsync(message, new WordingInUse(wording, null, BuiltInWording.Number));

    private async Task<WrittenMessage> WriteAsync(ReconnectMessage message, WordingInUse wording)
    {
        var content = MessageComposer.Write(message, wording.Texts, company.Value);
        return new WrittenMessage(
            content.Subject,
            TextMessage.Of(content),
            await RenderAsync(content),
            wording.Id
        );
    }

    // One renderer per message, since it keeps what it has rendered until it is disposed. Components use scoped services.
    private async Task<string> RenderAsync(MessageContent content)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?> { [nameof(HtmlMessage.Content)] = content }
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<HtmlMessage>(parameters)).ToHtmlString()
        );
    }
}
