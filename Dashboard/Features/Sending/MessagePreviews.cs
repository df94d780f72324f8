using Dashboard.Access;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails;
using Dashboard.Emails.Messages;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Sending;

/// <summary>The message that a user would get now.</summary>
/// <param name="To">The user's name, or the id where none is known.</param>
/// <param name="Listed">The connections that it lists.</param>
internal sealed record MessagePreview(
    string UserId,
    string To,
    string Address,
    string Subject,
    string Html,
    IReadOnlyList<BrokenConnection> Listed
);

/// <summary>Writes messages as they would go out, with links that lead nowhere: a real one counts as a contact.</summary>
internal sealed class MessagePreviews(
    Addressees addressees,
    PolicyReader policies,
    ReconnectMessageWriter writer,
    IOptions<ReconnectOptions> links,
    CurrentOperator current,
    TimeProvider time
)
{
    private const string Nowhere = "#";

    /// <summary>Null when the user gets none any more.</summary>
    /// <param name="isOverridden">Obstacles that can be overridden do not count for this user.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<MessagePreview?> WriteAsync(
        string userId,
        bool isOverridden,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.SendEmails);
        var policy = await policies.ReadAsync(cancellationToken);
        var known = await addressees.LoadAsync([userId], cancellationToken);
        if (!known.TryGetValue(userId, out var addressee))
            return null;
        var now = time.GetUtcNow();
        var verdict = addressee.Judge(policy.CoolDown, now, isPolicy: false, isOverridden);
        if (verdict.Obstacle is not null)
            return null;
        var message = new ReconnectMessage
        {
            Locale = addressee.Locale,
            Name = addressee.Name,
            Connections =
            [
                .. verdict.Listed.Select(c => new MessageConnection(c.BrokerageName, c.Since, Nowhere)),
            ],
            ValidUntil = now + links.Value.LinkLifetime,
            OptOutUrl = Nowhere,
            TimeZone = addressee.TimeZone,
        };
        var written = await writer.WriteAsync(message, cancellationToken);
        return new MessagePreview(
            userId,
            addressee.Name ?? userId,
            addressee.Address!,
            written.Subject,
            written.Html,
            verdict.Listed
        );
    }
}
