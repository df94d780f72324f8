using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>Adds to rows what a list shows beside the connection: links, attempts, decisions, incidents, duplicates.</summary>
internal static class RowDetails
{
    private static readonly PreparedQuery<List<string>, Domain.Connections.Triage> Triages = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> ids) =>
                db.Triages.AsNoTracking().Where(t => ids.Contains(t.ConnectionId))
        )
    );

    public static async Task<IReadOnlyList<ConnectionRow>> AddAsync(
        DashboardDbContext db,
        IReadOnlyList<ConnectionRow> rows,
        Dictionary<string, Brokerage> brokerages,
        CancellationToken cancellationToken
    )
    {
        List<string> ids = [.. rows.Select(r => r.Id)];
        var links = await LatestLinksAsync(db, ids, cancellationToken);
        var triages = await Triages
            .Run(db, ids)
            .ToDictionaryAsync(t => t.ConnectionId, StringComparer.Ordinal, cancellationToken);
        var incidents = await OpenIncidents.LoadAsync(db, cancellationToken);
        var efforts = await RepairEfforts.LoadAsync(db, rows, cancellationToken);
        var suppressed = await BlockedAddressLookup.LoadAsync(db, rows, cancellationToken);
        var duplicates = await DuplicateSearch.LoadAsync(
            db,
            [.. rows.Where(r => r.Health == Health.Disabled).Select(r => r.Id)],
            cancellationToken
        );
        return
        [
            .. rows.Select(row =>
                row with
                {
                    Brokerage = brokerages.GetValueOrDefault(row.BrokerageId ?? ""),
                    Triage = triages.GetValueOrDefault(row.Id),
                    IncidentSince = incidents.TryGetValue(row.BrokerageId ?? "", out var since)
                        ? since
                        : null,
                    LatestLink = links.GetValueOrDefault(row.Id),
                    LatestAttempt = efforts.GetValueOrDefault(row.Id)?.Attempt,
                    PortalLinkAt = efforts.GetValueOrDefault(row.Id)?.PortalLinkAt,
                    IsAddressSuppressed = suppressed.Contains(row.Id),
                    Duplicate = duplicates.GetValueOrDefault(row.Id),
                }
            ),
        ];
    }

    private static async Task<Dictionary<string, LinkFacts>> LatestLinksAsync(
        DashboardDbContext db,
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        var newest = await NewestLinks(db, ids).ToListAsync(cancellationToken);
        // Of two links that were made at the same instant, always the same one.
        return newest
            .OrderBy(l => l.Id, StringComparer.Ordinal)
            .GroupBy(l => l.ConnectionId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
    }

    internal static IQueryable<LinkFacts> NewestLinks(DashboardDbContext db, List<string> ids)
    {
        var links = db.ReconnectLinks.HandedOut();
        return links
            .AsNoTracking()
            .Where(l => ids.Contains(l.ConnectionId))
            .Where(l => !links.Any(o => o.ConnectionId == l.ConnectionId && o.CreatedAt > l.CreatedAt))
            .Select(l => new LinkFacts(
                l.Id,
                l.ConnectionId,
                l.Origin,
                l.CreatedBy,
                l.CreatedAt,
                l.ExpiresAt,
                l.RevokedAt,
                l.FirstOpenedAt,
                l.StartedAt,
                l.ReturnedAt,
                l.LastResult,
                db.Emails.Where(e => e.Id == l.EmailId).Select(e => e.BouncedAt).FirstOrDefault()
            ));
    }
}
