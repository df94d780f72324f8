using System.Net;

namespace Dashboard.Features.Emails.Messages;

/// <summary>Puts a reconnect e-mail into words, in the wording in use for its language.</summary>
internal sealed class ReconnectMessageWriter
{
    public Task<WrittenMessage> WriteAsync(ReconnectMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lines = string.Join("\n", message.Connections.Select(c => $"{c.Brokerage}: {c.Url}"));
        return Task.FromResult(
            new WrittenMessage(
                "Reconnect your account",
                lines,
                $"<pre>{WebUtility.HtmlEncode(lines)}</pre>",
                null
            )
        );
    }
}
