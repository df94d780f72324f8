using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Audit;

/// <summary>An entry with the name of its object.</summary>
/// <param name="Name">As it is now; null when the object has no name, or is gone.</param>
public sealed record NamedEntry(AuditEntry Entry, string? Name);

/// <summary>
/// Finds the names of the objects of entries, with one query for each kind. Entries hold ids only, so that a person who is
/// erased is not named any more.
/// </summary>
internal static class AuditNames
{
    public static async Task<IReadOnlyList<NamedEntry>> AddAsync(
        DashboardDbContext db,
        IReadOnlyList<AuditEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var idsOf = entries
            .Select(e => AuditSubject.Of(e.Subject))
            .OfType<AuditSubject>()
            .Where(s => s.Id.Length > 0)
            .Distinct()
            .ToLookup(s => s.Kind, s => s.Id, StringComparer.Ordinal);
        var names = new Dictionary<AuditSubject, string>();
        foreach (var kind in idsOf)
        {
            if (Query(db, kind.Key, [.. kind]) is not { } query)
                continue;
            await foreach (var found in query.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (found.Name is { } name)
                    names[new AuditSubject(kind.Key, found.Id)] = Bidi.Isolate(name) + Rest(found.Brokerage);
            }
        }
        return
        [
            .. entries.Select(e => new NamedEntry(
                e,
                AuditSubject.Of(e.Subject) is { } subject ? names.GetValueOrDefault(subject) : null
            )),
        ];
    }

    /// <summary>Null for a kind without names.</summary>
    internal static IQueryable<FoundName>? Query(
        DashboardDbContext db,
        string kind,
        IReadOnlyCollection<string> ids
    ) =>
        kind switch
        {
            "operator" => db
                .Users.Where(o => ids.Contains(o.Id))
                .Select(o => new FoundName(o.Id, o.DisplayName, null)),
            "api-key" => db
                .ApiKeys.Where(k => ids.Contains(k.Id))
                .Select(k => new FoundName(k.Id, k.Name, null)),
            "invitation" => db
                .Invitations.Where(i => ids.Contains(i.Id))
                .Select(i => new FoundName(i.Id, i.Email, null)),
            "user" => db
                .SnapTradeUsers.Where(u => ids.Contains(u.Id))
                .Select(u => new FoundName(u.Id, u.Name, null)),
            "connection" => Connections(db, ids),
            "email" => from email in db.Emails
            where ids.Contains(email.Id)
            join user in db.SnapTradeUsers on email.UserId equals user.Id
            select new FoundName(email.Id, user.Name ?? user.Id, null),
            "batch" => db
                .EmailBatches.Where(b => ids.Contains(b.Id))
                .Select(b => new FoundName(b.Id, b.Audience, null)),
            "import" => db
                .UserImports.Where(i => ids.Contains(i.Id))
                .Select(i => new FoundName(i.Id, i.FileName, null)),
            "incident" => from incident in db.Incidents
            where ids.Contains(incident.Id)
            join brokerage in db.Brokerages on incident.BrokerageId equals brokerage.Id
            select new FoundName(incident.Id, brokerage.Name, null),
            "view" => db
                .SavedViews.Where(v => ids.Contains(v.Id))
                .Select(v => new FoundName(v.Id, v.Name, null)),
            _ => null,
        };

    private static IQueryable<FoundName> Connections(
        DashboardDbContext db,
        IReadOnlyCollection<string> ids
    ) =>
        from connection in db.Connections
        where ids.Contains(connection.Id)
        join u in db.SnapTradeUsers on connection.UserId equals u.Id into users
        from user in users.DefaultIfEmpty()
        join b in db.Brokerages on connection.BrokerageId equals b.Id into brokerages
        from brokerage in brokerages.DefaultIfEmpty()
        select new FoundName(connection.Id, user!.Name ?? connection.UserId, brokerage!.Name);

    private static string Rest(string? brokerage) => brokerage is null ? "" : $", {Bidi.Isolate(brokerage)}";

    internal sealed record FoundName(string Id, string? Name, string? Brokerage);
}
