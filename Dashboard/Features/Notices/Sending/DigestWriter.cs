using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Notices;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Writes the daily digest once its time has come.</summary>
internal sealed class DigestWriter(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);
    private const int MaxBrokerages = 10;
    private const int MaxIncidents = 10;

    public async Task WriteIfDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (settings is null || NoticeRules.DigestDue(settings, now) is not { } day)
            return;
        var facts = await GatherAsync(db, day, now, cancellationToken);
        await WriteAsync(
            settings,
            NoticeRules.DayText(day),
            NoticeContents.Write(facts),
            now,
            cancellationToken
        );
    }

    // The node that records the day adds its digest.
    private Task WriteAsync(
        NoticeSettings settings,
        string day,
        string content,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var changed = await db
                    .NoticeSettings.Where(s => s.LastDigest == settings.LastDigest)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastDigest, day), token);
                if (changed == 0)
                    return;
                db.AddRange(TeamNotice.Compose(settings, NoticeKind.Digest, $"digest {day}", content, now));
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    internal static async Task<DigestFacts> GatherAsync(
        DashboardDbContext db,
        DateOnly day,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now - Period;
        var broken = await BrokenAsync(db, cancellationToken);
        return new DigestFacts(
            day,
            broken.Sum(b => b.Broken),
            await db.Episodes.LongCountAsync(e => e.StartedAt >= from, cancellationToken),
            await Repaired(db, from).LongCountAsync(cancellationToken),
            await db
                .Connections.Where(c => c.Health == Health.Disabled)
                .OrderBy(c => c.Since)
                .Select(c => (DateTimeOffset?)c.Since)
                .FirstOrDefaultAsync(cancellationToken),
            [.. broken.Take(MaxBrokerages)],
            await IncidentsAsync(db, from, cancellationToken),
            await EmailsAsync(db, from, cancellationToken)
        );
    }

    // By connections that are healthy since then: repairs have no index of their own.
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
        var counts = await db
            .HealthCounts.AsNoTracking()
            .Where(c => c.Health == Health.Disabled && c.Total > 0)
            .WithBrokerage(db, c => c.BrokerageId)
            .OrderByDescending(c => c.Row.Total)
            .ToListAsync(cancellationToken);
        return counts.ConvertAll(c => new BrokerageDigest(c.Brokerage ?? "Unknown brokerage", c.Row.Total));
    }

    private static async Task<List<IncidentDigest>> IncidentsAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var incidents = IncidentRows.OpenSince(db, since);
        var named = await IncidentRows.Named(db, incidents).Take(MaxIncidents).ToListAsync(cancellationToken);
        return named.ConvertAll(i => new IncidentDigest(
            i.Brokerage,
            i.Incident.StartedAt,
            i.Incident.EndedAt,
            i.Incident.Breaks
        ));
    }

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
