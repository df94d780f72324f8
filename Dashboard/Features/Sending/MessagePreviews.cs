using Dashboard.Access;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails;
using Dashboard.Emails.Messages;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Sending;

/// <summary>The message that a user would get now.</summary>
/// <param name="To">The user's name, or the id when the name is unknown.</param>
/// <param name="Listed">The listed connections.</param>
internal sealed record MessagePreview(
    string UserId,
    string To,
    string Address,
    string Subject,
    string Html,
    IReadOnlyList<BrokenConnection> Listed
);

/// <summary>Renders messages as they would go out, but with inert links: a real link counts as a contact.</summary>
internal sealed class MessagePreviews(
    Addressees addressees,
    PolicyReader policies,
    ReconnectMessageWriter writer,
    IOptions<ReconnectOptions> links,
    CurrentOperator current,
    TimeProvider time
)
{
    private const string InertLink = "#";

    /// <summary>Returns null when the user would get no message.</summary>
    /// <param name="isOverridden">Whether obstacles that can be overridden are ignored.</param>
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
                .. verdict.Listed.Select(c => new MessageConnection(c.BrokerageName, c.Since, InertLink)),
            ],
            ValidUntil = now + links.Value.LinkLifetime,
            OptOutUrl = InertLink,
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
