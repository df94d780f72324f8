using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Notices;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Adds a notice when too many connections are broken, and another when that is over.</summary>
internal sealed class ThresholdWatch(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (settings is not { Threshold: { } threshold })
            return;
        var broken = await db
            .HealthCounts.Where(c => c.Health == Health.Disabled)
            .SumAsync(c => c.Total, cancellationToken);
        var wasAbove = settings.AboveSince is not null;
        if (NoticeRules.IsAbove(threshold, wasAbove, broken) == wasAbove)
            return;
        await ChangeAsync(settings, broken, cancellationToken);
    }

    // The node that records the change adds the notice.
    private Task ChangeAsync(NoticeSettings settings, long broken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? since = settings.AboveSince is null ? now : null;
        var crossed = settings.AboveSince ?? now;
        var kind = since is null ? NoticeKind.ThresholdLeft : NoticeKind.ThresholdCrossed;
        var content = NoticeContents.Write(new ThresholdFacts(settings.Threshold!.Value, broken, crossed));
        return contexts.InTransactionAsync(
            async (db, token) =>
            {
                var changed = await db
                    .NoticeSettings.Where(s => s.AboveSince == settings.AboveSince)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.AboveSince, since), token);
                if (changed == 0)
                    return;
                db.AddRange(
                    TeamNotice.Compose(settings, kind, $"threshold {crossed.UtcTicks} {kind}", content, now)
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }
}
