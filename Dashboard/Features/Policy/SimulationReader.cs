using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Policy;

/// <summary>Reads the recent breaks for a simulation, or finds what the node read of many some minutes ago.</summary>
internal sealed class SimulationReader(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    RecentHistory recent,
    TimeProvider time
)
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(30);
    private const int PageSize = 5_000;

    /// <summary>The breaks of the last 30 days. Each takes about 110 bytes of memory.</summary>
    /// <exception cref="AccessDeniedException"/>
    /// <exception cref="OperationCanceledException"/>
    public async Task<SimulationHistory> ReadAsync(
        IProgress<SimulationProgress> progress,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ManageSettings);
        if (recent.Find() is { } found)
            return found;
        var now = time.GetUtcNow();
        var from = now - Period;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var total = await db.Episodes.CountAsync(
            e => e.StartedAt >= from && e.StartedAt <= now,
            cancellationToken
        );
        var customers = new Customers(await SuppressedAsync(db, cancellationToken), now);
        SimulatedRow? last = null;
        var read = 0;
        do
        {
            progress.Report(new SimulationProgress(read, total));
            var page = await Compose(db, from, now, last).ToListAsync(cancellationToken);
            page.ForEach(customers.Add);
            read += page.Count;
            last = page.Count < PageSize ? null : page[^1];
        } while (last is not null);
        var holds = await HoldsAsync(db, from, cancellationToken);
        var history = new SimulationHistory(from, now, customers.All, holds);
        recent.Keep(history, read);
        return history;
    }

    /// <inheritdoc cref="RecentHistory.Simulate"/>
    public SimulationResult Simulate(
        SimulationHistory history,
        SendingRules rules,
        CancellationToken cancellationToken
    ) => recent.Simulate(history, rules, cancellationToken);

    internal static IQueryable<SimulatedRow> Compose(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to,
        SimulatedRow? after
    )
    {
        var episodes = db.Episodes.AsNoTracking();
        episodes = after is { StartedAt: var started, ConnectionId: var id }
            ? episodes.Where(e =>
                e.StartedAt >= started
                && (e.StartedAt > started || string.Compare(e.ConnectionId, id) > 0)
                && e.StartedAt <= to
            )
            : episodes.Where(e => e.StartedAt >= from && e.StartedAt <= to);
        var rows =
            from episode in episodes
            join connection in db.Connections on episode.ConnectionId equals connection.Id
            join u in db.SnapTradeUsers on connection.UserId equals u.Id into users
            from user in users.DefaultIfEmpty()
            orderby episode.StartedAt, episode.ConnectionId
            select new SimulatedRow(
                episode.ConnectionId,
                episode.StartedAt,
                episode.EndedAt,
                connection.UserId,
                connection.BrokerageId,
                user == null ? null : user.Email,
                user == null ? null : user.TimeZone,
                user != null && user.OptedOutAt != null,
                user != null && user.ProtectedSecret != null && user.SecretRefusedAt == null
            );
        return rows.Take(PageSize);
    }

    private static async Task<HashSet<string>> SuppressedAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        await db
            .Suppressions.Where(s => s.LiftedAt == null)
            .Select(s => s.Address)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    private static async Task<List<SimulatedHold>> HoldsAsync(
        DashboardDbContext db,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        await IncidentRows
            .OpenSince(db, from)
            .Select(i => new SimulatedHold(i.BrokerageId, i.DetectedAt, i.EndedAt))
            .ToListAsync(cancellationToken);

    /// <summary>Groups rows by customer and keeps each zone and brokerage id in memory once.</summary>
    private sealed class Customers(HashSet<string> suppressed, DateTimeOffset now)
    {
        private readonly Dictionary<string, Customer> _byUser = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

        public IReadOnlyCollection<SimulatedCustomer> All =>
            [
                .. _byUser.Values.Select(c => new SimulatedCustomer(
                    c.TimeZone,
                    c.CanBeWrittenTo,
                    // Smaller than the list.
                    c.Breaks.ToArray()
                )),
            ];

        public void Add(SimulatedRow row)
        {
            if (!_byUser.TryGetValue(row.UserId, out var customer))
                _byUser[row.UserId] = customer = new(Intern(row.TimeZone), CanBeWrittenTo(row), new(1));
            customer.Breaks.Add(new SimulatedBreak(row.StartedAt, row.EndedAt, Intern(row.BrokerageId)));
        }

        // The same rule that decides about real e-mails.
        private bool CanBeWrittenTo(SimulatedRow row) =>
            new Addressee
            {
                UserId = row.UserId,
                Address = row.Email,
                HasOptedOut = row.HasOptedOut,
                IsSuppressed = row.Email is { } email && suppressed.Contains(EmailAddress.Normalize(email)),
                CanReconnect = row.CanReconnect,
                Broken = [new BrokenConnection(row.ConnectionId, null, null, row.StartedAt)],
            }
                .Judge(TimeSpan.Zero, now, isPolicy: true, isOverridden: false)
                .Obstacle
                is null;

        private string? Intern(string? text)
        {
            if (text is null)
                return null;
            _texts.TryAdd(text, text);
            return _texts[text];
        }
    }

    private sealed record Customer(string? TimeZone, bool CanBeWrittenTo, List<SimulatedBreak> Breaks);
}

/// <param name="Read">The number of breaks read.</param>
/// <param name="Total">The number of breaks to read.</param>
internal sealed record SimulationProgress(int Read, int Total);

/// <summary>One break, with what decides whether its customer can be written to.</summary>
internal sealed record SimulatedRow(
    string ConnectionId,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string UserId,
    string? BrokerageId,
    string? Email,
    string? TimeZone,
    bool HasOptedOut,
    bool CanReconnect
);
