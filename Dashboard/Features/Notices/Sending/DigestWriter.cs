using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Writes the daily digest once its time has come.</summary>
internal sealed class DigestWriter(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);
    private const int MostBrokerages = 10;
    private const int MostIncidents = 10;

    public async Task WriteIfDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (settings is null || NoticeRules.DigestDue(settings, now) is not { } day)
            return;
        var news = await GatherAsync(db, day, now, cancellationToken);
        var text = NoticeRules.DayText(day);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever writes the day down writes its digest.
        var changed = await db
            .NoticeSettings.Where(s => s.LastDigest == settings.LastDigest)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastDigest, text), cancellationToken);
        if (changed == 0)
            return;
        db.AddRange(
            TeamNotice.Compose(settings, NoticeKind.Digest, $"digest {text}", NoticeContents.Write(news), now)
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    internal static async Task<DigestNews> GatherAsync(
        DashboardDbContext db,
        DateOnly day,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now - Period;
        var broken = await BrokenAsync(db, cancellationToken);
        return new DigestNews(
            day,
            broken.Sum(b => b.Broken),
            await db.Episodes.LongCountAsync(e => e.StartedAt >= from, cancellationToken),
            await Repaired(db, from).LongCountAsync(cancellationToken),
            await db
                .Connections.Where(c => c.Health == Health.Disabled)
                .OrderBy(c => c.Since)
                .Select(c => (DateTimeOffset?)c.Since)
                .FirstOrDefaultAsync(cancellationToken),
            [.. broken.Take(MostBrokerages)],
            await IncidentsAsync(db, from, cancellationToken),
            await EmailsAsync(db, from, cancellationToken)
        );
    }

    // By connections that work since: repairs have no index of their own.
    internal static IQueryable<Connection> Repaired(DashboardDbContext db, DateTimeOffset from) =>
        db.Connections.Where(c =>
            c.Health == Health.Healthy
            && c.Since >= from
            && db.Episodes.Any(e =>
                e.ConnectionId == c.Id && e.Outcome == EpisodeOutcome.Repaired && e.EndedAt >= from
            )
        );

    private static async Task<List<BrokerageDigest>> BrokenAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var names = await db.Brokerages.ToDictionaryAsync(
            b => b.Id,
            b => b.Name,
            StringComparer.Ordinal,
            cancellationToken
        );
        var counts = await db
            .HealthCounts.AsNoTracking()
            .Where(c => c.Health == Health.Disabled && c.Total > 0)
            .OrderByDescending(c => c.Total)
            .ToListAsync(cancellationToken);
        return counts.ConvertAll(c => new BrokerageDigest(
            names.GetValueOrDefault(c.BrokerageId) ?? "Unknown brokerage",
            c.Total
        ));
    }

    private static async Task<List<IncidentDigest>> IncidentsAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) =>
        await (
            from incident in db.Incidents
            where incident.EndedAt == null || incident.EndedAt >= since
            join b in db.Brokerages on incident.BrokerageId equals b.Id into brokerages
            from brokerage in brokerages.DefaultIfEmpty()
            orderby incident.StartedAt descending
            select new IncidentDigest(
                brokerage == null ? incident.BrokerageId : brokerage.Name,
                incident.StartedAt,
                incident.EndedAt,
                incident.Breaks
            )
        )
            .Take(MostIncidents)
            .ToListAsync(cancellationToken);

    private static async Task<EmailDigest> EmailsAsync(
        DashboardDbContext db,
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var emails = db.Emails.Where(e => e.ClaimedAt >= from);
        return new EmailDigest(
            await emails.CountAsync(e => e.State == EmailState.Sent, cancellationToken),
            await emails.CountAsync(e => e.State == EmailState.Failed, cancellationToken),
            await emails.CountAsync(e => e.State == EmailState.Unsure, cancellationToken),
            await emails.CountAsync(e => e.BouncedAt != null, cancellationToken)
        );
    }
}
