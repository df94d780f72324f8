using Dashboard.Data;
using Dashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Notifies the team when sending to customers pauses and resumes, once each. Whether a pause was reported is read from the
/// notices themselves, so that a restart and another node know it too.
/// </summary>
internal sealed class PauseNotices(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>A restart of the mail server needs no one. A refused sender needs someone immediately.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Null until it was read.
    private DateTimeOffset? _toldAt;
    private bool? _isTold;

    /// <summary>Adds a notice if sending has paused or gone on since the last one.</summary>
    /// <param name="state">That of the node that sends.</param>
    /// <param name="cancellationToken">Cancels before a notice is added.</param>
    public async Task LookAsync(DispatcherSnapshot state, CancellationToken cancellationToken)
    {
        if (_isTold is null)
            await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (_isTold == false && IsPaused(state, now))
            await TellAsync(NoticeKind.SendingPaused, state, now, cancellationToken);
        // After a restart nothing is known of the mail server until it accepts a message.
        else if (_isTold == true && !state.IsInTrouble && state.LastSentAt > _toldAt)
            await TellAsync(NoticeKind.SendingResumed, state, now, cancellationToken);
    }

    /// <summary>Another node sends now, and may tell meanwhile.</summary>
    public void Forget() => _isTold = null;

    private static bool IsPaused(DispatcherSnapshot state, DateTimeOffset now) =>
        state.IsSenderRefused || now - state.PausedSince >= Patience;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db
            .TeamNotices.Where(n => n.Kind == NoticeKind.SendingPaused || n.Kind == NoticeKind.SendingResumed)
            .OrderByDescending(n => n.CreatedAt)
            .Select(n => new { n.Kind, n.CreatedAt })
            .FirstOrDefaultAsync(cancellationToken);
        (_isTold, _toldAt) = (last?.Kind == NoticeKind.SendingPaused, last?.CreatedAt);
    }

    private async Task TellAsync(
        NoticeKind kind,
        DispatcherSnapshot state,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var since = state.PausedSince ?? _toldAt ?? now;
        var content = NoticeContents.Write(
            new SendingFacts(
                since,
                kind == NoticeKind.SendingPaused ? state.LastFailure : null,
                state.Queued ?? 0
            )
        );
        await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(token);
                if (settings is not null)
                    db.AddRange(
                        TeamNotice.Compose(settings, kind, $"sending {now.UtcTicks} {kind}", content, now)
                    );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
        (_isTold, _toldAt) = (kind == NoticeKind.SendingPaused, now);
    }
}
