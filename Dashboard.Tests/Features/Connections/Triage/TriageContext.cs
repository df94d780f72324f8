using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Decisions = Dashboard.Domain.Connections.Triage;

namespace Dashboard.Tests.Features.Connections.Triage;

/// <summary>Decisions about connections over a real database.</summary>
public abstract class TriageContext : IDisposable
{
    protected static readonly DateTimeOffset Friday = Some.Noon.AddDays(5);

    protected FakeTimeProvider Time { get; } = new(Some.Noon.AddHours(1));

    protected TestDatabase Database { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Database.Dispose();
    }

    private protected ConnectionTriage By(
        string id,
        Role role = Role.Support,
        IDbContextFactory<DashboardDbContext>? contexts = null
    )
    {
        var current = TeamHost.Current(id, role);
        return new ConnectionTriage(
            contexts ?? Database,
            new MatchingConnections(Database, current),
            Database.Changes,
            new AuditWriter(current, Time),
            current,
            Time
        );
    }

    protected static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => $"c{i}");

    private protected static TriageTarget One(string id) => TriageTarget.Of(id, seen: null);

    private protected async Task<TriageTarget> SeenAsync(string id) =>
        TriageTarget.Of(id, await FindAsync(id));

    private protected static TriageTarget Several(params string[] ids) =>
        TriageTarget.Of(new SelectedConnections("some", Filter: null, ids));

    private protected static TriageTarget Everything(string words, string[] except) =>
        TriageTarget.Of(
            new SelectedConnections(words, new ConnectionFilter { Healths = [Health.Disabled] }, except)
        );

    protected async Task<Decisions?> FindAsync(string id) =>
        (await AllAsync()).SingleOrDefault(t => t.ConnectionId == id);

    protected async Task<List<Decisions>> AllAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Triages.AsNoTracking().ToListAsync(Token);
    }

    protected async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Number).ToListAsync(Token);
    }
}
