using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>Reads the status of an e-mail for the REST API.</summary>
internal sealed class EmailLookup(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>Returns null when there is no e-mail with that id.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ReconnectEmailItem?> FindAsync(string emailId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var email = await db
            .Emails.AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == emailId, cancellationToken);
        if (email is null)
            return null;
        var listed = await db
            .EmailItems.AsNoTracking()
            .Where(i => i.EmailId == emailId)
            .OrderBy(i => i.Position)
            .Select(i => new ListedLinkItem(i.ConnectionId, i.LinkId))
            .ToListAsync(cancellationToken);
        return ReconnectEmailItem.Of(email, listed);
    }
}

/// <summary>An e-mail as the REST API describes it.</summary>
/// <param name="ConnectionId">The connection it was requested for; null when it was requested for the user.</param>
/// <param name="Reason">The name of the obstacle for which it was skipped.</param>
/// <param name="Error">The error of the last attempt.</param>
/// <param name="Connections">The listed connections; empty until it is sent.</param>
internal sealed record ReconnectEmailItem(
    string EmailId,
    string UserId,
    string? ConnectionId,
    EmailState Status,
    string? Reason,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? BouncedAt,
    DateTimeOffset? ComplainedAt,
    IReadOnlyList<ListedLinkItem> Connections
)
{
    /// <summary>For the description of the API.</summary>
    public static readonly ReconnectEmailItem Example = new(
        QueuedEmailItem.Example.EmailId,
        "customer-1907",
        ListedLinkItem.Example.ConnectionId,
        EmailState.Sent,
        Reason: null,
        Error: null,
        new DateTimeOffset(2026, 11, 22, 14, 2, 0, TimeSpan.Zero),
        SentAt: new DateTimeOffset(2026, 11, 22, 14, 2, 4, TimeSpan.Zero),
        BouncedAt: null,
        ComplainedAt: null,
        [ListedLinkItem.Example]
    );

    public static ReconnectEmailItem Of(Email email, IReadOnlyList<ListedLinkItem> listed) =>
        new(
            email.Id,
            email.UserId,
            email.ConnectionId,
            email.State,
            email.Obstacle?.ToString(),
            email.LastError,
            email.CreatedAt,
            email.State == EmailState.Sent ? email.FinishedAt : null,
            email.BouncedAt,
            email.ComplainedAt,
            listed
        );
}

/// <summary>A connection that an e-mail lists, and its reconnect link.</summary>
internal sealed record ListedLinkItem(string ConnectionId, string LinkId)
{
    public static readonly ListedLinkItem Example = new(
        "3f1b6f0e-6d0b-4c43-9f0a-1c8f4f6f2a11",
        "6f2d4c1b8e557d1c6a520f5e4a7c9a39"
    );
}
