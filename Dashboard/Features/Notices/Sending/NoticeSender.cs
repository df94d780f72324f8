using System.Text.Json;
using Dashboard.Data;
using Dashboard.Domain.Notices;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Notices.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Sending;

/// <summary>
/// Sends queued notices. A notice is claimed before it is sent, and an unfinished claim expires: after a crash the team may
/// receive a notice twice, which does less harm than a missing one.
/// </summary>
internal sealed partial class NoticeSender(
    IDbContextFactory<DashboardDbContext> contexts,
    NoticeWriter writer,
    NoticeDelivery delivery,
    TimeProvider time,
    ILogger<NoticeSender> logger
)
{
    // Longer than any channel takes.
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(5);
    private const int MaxAtOnce = 50;

    /// <summary>Sends due notices, oldest first.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await DueAsync(cancellationToken))
        {
            if (await ClaimAsync(id, cancellationToken))
                await SendAsync(id, cancellationToken);
        }
    }

    // What is put off for longer than any wait was put off by a clock that was ahead.
    internal static IQueryable<TeamNotice> Due(DashboardDbContext db, DateTimeOffset now)
    {
        var (latestClaim, latestTry) = (now + 2 * ClaimFor, now + NoticeRules.GiveUpAfter);
        return db.TeamNotices.Where(n =>
            (n.State == NoticeState.Queued || n.State == NoticeState.Sending)
            && (
                n.NotBefore <= now
                || n.NotBefore > latestTry
                // A claim is short, and a notice that was never tried is not put off.
                || (n.NotBefore > latestClaim && (n.State == NoticeState.Sending || n.Attempts == 0))
            )
        );
    }

    private async Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db, time.GetUtcNow())
            .OrderBy(n => n.NotBefore)
            .Select(n => n.Id)
            .Take(MaxAtOnce)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + ClaimFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db, now)
                .Where(n => n.Id == id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(n => n.State, NoticeState.Sending)
                            .SetProperty(n => n.NotBefore, until)
                            .SetProperty(n => n.Attempts, n => n.Attempts + 1),
                    cancellationToken
                ) == 1;
    }

    private async Task SendAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var notice = await db.TeamNotices.SingleAsync(n => n.Id == id, cancellationToken);
        var settings =
            await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? new NoticeSettings();
        var result = await DeliverAsync(notice, settings, cancellationToken);
        Note(notice, result);
        // The result is recorded even while the server stops.
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<DeliveryResult> DeliverAsync(
        TeamNotice notice,
        NoticeSettings settings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var text = writer.Write(notice, settings);
            return notice.Recipient is { } to
                ? await delivery.MailAsync(to, text, cancellationToken)
                : await delivery.PostAsync(settings, text, cancellationToken);
        }
        catch (JsonException)
        {
            return new DeliveryResult(false, "The notice can’t be read.", IsPermanent: true);
        }
    }

    private void Note(TeamNotice notice, DeliveryResult result)
    {
        var now = time.GetUtcNow();
        if (result.IsDelivered)
        {
            notice.MarkSent(now);
            return;
        }
        var words = Limits.Cut(result.Words, Limits.Text)!;
        LogNotSent(logger, notice.Id, notice.Attempts, words);
        var next = result.IsPermanent
            ? null
            : NoticeRules.NextTry(notice.CreatedAt, notice.Attempts, result.RetryAfter, now);
        if (next is { } notBefore)
            notice.Retry(words, notBefore);
        else
            notice.Fail(words, now);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Notice {Id} was not sent at attempt {Attempt}: {Reason}"
    )]
    private static partial void LogNotSent(ILogger logger, string id, int attempt, string reason);
}
