using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Emails.Policy;
using Dashboard.Features.Policy;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Policy;

/// <summary>The policy over a real database, with a clock that a test moves; customers can be reached.</summary>
internal sealed class PolicyHost : IDisposable
{
    private readonly EmailSignal _signal = new();

    public PolicyHost()
    {
        Database = new TestDatabase(Time);
        Evaluator = NewEvaluator();
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);
    public TestDatabase Database { get; }

    /// <summary>The evaluator of the first node.</summary>
    public PolicyNode Evaluator { get; }

    /// <summary>The evaluator of another node, or of this one after a restart.</summary>
    public PolicyNode NewEvaluator()
    {
        var evaluator = new PolicyEvaluator(
            new PolicyReader(Database),
            NewPass(),
            NullLogger<PolicyEvaluator>.Instance
        );
        IRecurringWork work = evaluator;
        return new(evaluator, new Lease(new WorkLeases(Database, Time), work.Name, work.OnOneNode));
    }

    public PolicyPass NewPass() => new(Database, new Addressees(Database, Time), _signal, Time);

    public PolicyEditor Editor(Role role = Role.Admin) =>
        new(
            Database,
            new PolicyReader(Database),
            ActorScope.Of(role),
            new AuditWriter(ActorScope.Of(role), Time),
            Time
        );

    /// <summary>Looks once; returns how many e-mails were queued.</summary>
    public Task<int> LookAsync() => Evaluator.RunOnceAsync(Token);

    /// <summary>Looks at that time.</summary>
    public Task<int> LookAsync(DateTimeOffset at)
    {
        Time.SetUtcNow(at);
        return LookAsync();
    }

    /// <summary>Switches the policy on, from now on: after an hour, three and seven days, at any hour of any day.</summary>
    public async Task SwitchOnAsync(SendingRules? rules = null)
    {
        var policy = await PolicyAsync();
        await Editor().SaveAsync(new PolicyChange(rules ?? SomeRules.AtAnyHour, true, policy.Version), Token);
    }

    public Task<EmailPolicy> PolicyAsync() => new PolicyReader(Database).ReadAsync(Token);

    /// <summary>A connection breaks now.</summary>
    public async Task BreakAsync(
        string userId = "user-1",
        string? timeZone = null,
        string? brokerageId = null
    )
    {
        await HappenAsync(EventTypes.ConnectionBroken, userId, brokerageId);
        await ChangeUserAsync(
            userId,
            user =>
            {
                user.SetContact("Zoë", $"{userId}@mail.example", locale: null, Some.Noon);
                user.SetSecret("protected", Some.Noon);
                user.SetTimeZone(timeZone, Some.Noon);
            }
        );
    }

    /// <summary>Something happens to the user's connection now.</summary>
    public Task HappenAsync(string type, string userId = "user-1", string? brokerageId = null) =>
        Database.EventsAsync(
            Some.Event(
                type,
                connectionId: "connection of " + userId,
                userId: userId,
                brokerageId: brokerageId
            ) with
            {
                OccurredAt = Time.GetUtcNow(),
                ReceivedAt = Time.GetUtcNow(),
            }
        );

    public async Task ChangeUserAsync(string userId, Action<SnapTradeUser> change)
    {
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == userId, Token);
        change(user);
        user.NextVersion();
        await db.SaveChangesAsync(Token);
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var db = Database.CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync(Token);
    }

    public async Task EndIncidentAsync()
    {
        await using var db = Database.CreateDbContext();
        var incident = await db.Set<Incident>().SingleAsync(Token);
        incident.End(Time.GetUtcNow(), by: null);
        await db.SaveChangesAsync(Token);
    }

    /// <summary>What the dispatcher does: whatever is queued is sent now, about what may be written about now.</summary>
    public async Task DispatchAsync()
    {
        await using var db = Database.CreateDbContext();
        foreach (var email in await db.Emails.Where(e => e.State == EmailState.Queued).ToListAsync(Token))
        {
            email.MarkSent(Time.GetUtcNow());
            var person = (await new Addressees(Database, Time).LoadAsync([email.UserId], Token))[
                email.UserId
            ];
            var verdict = person.Judge(TimeSpan.Zero, Time.GetUtcNow(), isPolicy: true, isOverridden: false);
            db.AddRange(verdict.Listed.Select(connection => Item(email, connection)));
        }
        await db.SaveChangesAsync(Token);
    }

    private static EmailItem Item(Email email, BrokenConnection connection) =>
        new()
        {
            EmailId = email.Id,
            ConnectionId = connection.ConnectionId,
            LinkId = "link",
            BrokerageName = "Questrade",
            BrokenSince = connection.Since,
            Position = 0,
        };

    public async Task<List<Email>> EmailsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Emails.AsNoTracking().OrderBy(e => e.CreatedAt).ToListAsync(Token);
    }

    public void Dispose()
    {
        _signal.Dispose();
        Database.Dispose();
    }
}

/// <summary>An evaluator with the lease of its node.</summary>
internal sealed record PolicyNode(PolicyEvaluator Evaluator, Lease Lease)
{
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) =>
        Evaluator.RunOnceAsync(Lease, cancellationToken);
}
