using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Batches;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Sending;

/// <summary>The services that send, over a real database.</summary>
internal sealed class SendingHost : IDisposable
{
    public const string Questrade = "questrade-id";

    public FakeTimeProvider Time { get; } = new(Some.Noon.AddDays(1));
    public TestDatabase Database { get; } = new();
    public EmailSignal Signal { get; } = new();

    public SingleSender Singles(
        CurrentOperator? current = null,
        IDbContextFactory<DashboardDbContext>? contexts = null
    ) =>
        new(
            new Addressees(Database, Time),
            new PolicyReader(Database),
            current ?? ActorScope.Of(Role.Admin),
            new AuditWriter(current ?? ActorScope.Of(Role.Admin), Time),
            contexts ?? Database,
            Signal,
            Time
        );

    public SendPlanner Planner(Role role = Role.Admin) =>
        new(new Addressees(Database, Time), new PolicyReader(Database), ActorScope.Of(role), Time);

    public BatchSender Sender(
        Role role = Role.Admin,
        IDbContextFactory<DashboardDbContext>? contexts = null
    ) =>
        new(
            ActorScope.Of(role),
            new AuditWriter(ActorScope.Of(role), Time),
            contexts ?? Database,
            Signal,
            Time
        );

    public BatchCanceller Canceller(Role role = Role.Admin) =>
        new(ActorScope.Of(role), new AuditWriter(ActorScope.Of(role), Time), Database, Time);

    public BatchQueries Queries(Role role = Role.Support) => new(Database, ActorScope.Of(role));

    public Task<SendPlan> PlanAsync(params string[] userIds) =>
        Planner().PlanAsync(Audience(userIds), _ => { }, Token);

    public Task<EmailBatch> SendAsync(
        SendPlan plan,
        string? reason = null,
        params EmailObstacle[] overridden
    ) => Sender().SendAsync(plan, overridden.ToHashSet(), reason, Token);

    public static EmailAudience Audience(params string[] userIds) =>
        new("Disabled, Questrade", _ => userIds.ToAsyncEnumerable());

    /// <summary>A user with a broken connection and without obstacles.</summary>
    /// <param name="userId">Their connection is "c of" it.</param>
    /// <param name="brokerageId">Its brokerage.</param>
    public Task PersonAsync(string userId, string brokerageId = Questrade) =>
        Database.PersonAsync(userId, brokerageId);

    public Task<Email> EmailOfAsync(string userId, EmailState state, double hoursAgo = 0, int attempts = 0) =>
        Database.EmailOfAsync(userId, state, Time.GetUtcNow().AddHours(-hoursAgo), attempts);

    /// <summary>Adds a user with each obstacle: "u-Incident" and so on.</summary>
    public async Task ObstaclesAsync()
    {
        foreach (var obstacle in Enum.GetValues<EmailObstacle>().Except([EmailObstacle.Snoozed]))
            await PersonAsync(
                $"u-{obstacle}",
                obstacle switch
                {
                    EmailObstacle.Incident => "troubled-id",
                    EmailObstacle.Maintenance => "maintained-id",
                    _ => Questrade,
                }
            );
        await Database.BrokerageAsync("maintained-id", "MAINT", "Maintained");
        await ChangeAsync(async db =>
        {
            (await db.Brokerages.FindAsync("maintained-id"))!.InMaintenance = true;
            db.Incidents.Add(IncidentOf("troubled-id"));
            await db
                .SnapTradeUsers.Where(u => u.Id == "u-NoAddress")
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, (string?)null));
            await db
                .SnapTradeUsers.Where(u => u.Id == "u-NoSecret")
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.ProtectedSecret, (string?)null));
            (await db.SnapTradeUsers.FindAsync("u-OptedOut"))!.OptOut("customer", Some.Noon);
            var suppression = new Suppression { Address = "u-suppressed@example.com" };
            suppression.Begin(SuppressionReason.HardBounce, null, null, Some.Noon);
            db.Suppressions.Add(suppression);
        });
        await Database.EventsAsync(
            Some.Fixed(9, "c of u-Repaired", "u-Repaired"),
            Some.Added(9, "newer of u-Duplicate", "u-Duplicate", Questrade)
        );
        await EmailOfAsync("u-CoolingDown", EmailState.Sent, hoursAgo: 2);
    }

    public async Task ChangeAsync(Func<DashboardDbContext, Task> change)
    {
        await using var db = Database.CreateDbContext();
        await change(db);
        await db.SaveChangesAsync(Token);
    }

    public async Task<T> ReadAsync<T>(Func<DashboardDbContext, Task<T>> read)
    {
        await using var db = Database.CreateDbContext();
        return await read(db);
    }

    public Task<List<Email>> EmailsAsync(string? userId = null) =>
        ReadAsync(db =>
            db.Emails.AsNoTracking().Where(e => userId == null || e.UserId == userId).ToListAsync()
        );

    public async Task<AuditEntry> AuditedAsync(string action) =>
        await ReadAsync(db => db.AuditEntries.AsNoTracking().SingleAsync(a => a.Action == action));

    public static Incident IncidentOf(string brokerageId) =>
        new()
        {
            Id = $"incident-{brokerageId}",
            BrokerageId = brokerageId,
            StartedAt = Some.Noon,
            DetectedAt = Some.Noon,
        };

    public void Dispose()
    {
        Signal.Dispose();
        Database.Dispose();
    }
}

internal static class SendingSeed
{
    public static async Task PersonAsync(this TestDatabase database, string userId, string brokerageId)
    {
        await database.EventsAsync(
            Some.Added(-60, $"c of {userId}", userId, brokerageId),
            Some.Broken(0, $"c of {userId}", userId)
        );
        await using var db = database.CreateDbContext();
        var user = await db.SnapTradeUsers.FindAsync([userId], Token);
        user!.SetContact($"Name of {userId}", $"{userId}@example.com", "en", Some.Noon);
        user.SetSecret("protected", Some.Noon);
        await db.SaveChangesAsync(Token);
    }

    public static async Task BatchAsync(
        this TestDatabase database,
        string id,
        DateTimeOffset at,
        string leftOut = "{}"
    )
    {
        await using var db = database.CreateDbContext();
        db.EmailBatches.Add(
            new EmailBatch
            {
                Id = id,
                CreatedBy = "Ana",
                CreatedAt = at,
                Audience = "Disabled, Questrade",
                Queued = 1,
                LeftOut = leftOut,
            }
        );
        await db.SaveChangesAsync(Token);
    }

    public static async Task<Email> EmailOfAsync(
        this TestDatabase database,
        string userId,
        EmailState state,
        DateTimeOffset at,
        int attempts = 0,
        string? batchId = null
    )
    {
        var email = Email.Create(userId, EmailTrigger.Policy, "Policy", at, batchId: batchId);
        await using var db = database.CreateDbContext();
        db.Emails.Add(email);
        await db.SaveChangesAsync(Token);
        var finishedAt = state is EmailState.Queued or EmailState.Sending ? null : (DateTimeOffset?)at;
        await db
            .Emails.Where(e => e.Id == email.Id)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(e => e.State, state)
                    .SetProperty(e => e.FinishedAt, finishedAt)
                    .SetProperty(e => e.Attempts, attempts)
            );
        return email;
    }
}
