using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;
using Dashboard.Simulator.State;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Demo;

/// <summary>
/// Brings the simulated customers and their history into an empty dashboard, the way your app and
/// SnapTrade would have: contact data and secrets, then every event through the event log. After a restart
/// it only makes up for what the dashboard has missed.
/// </summary>
internal sealed partial class DemoSeeder(
    SimulatorWorld world,
    EventLog log,
    UserSecrets secrets,
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<SimulatorOptions> options,
    TimeProvider time,
    ILogger<DemoSeeder> logger
) : StartupWork
{
    // One of this many users lacks a secret, so that the demo shows this state.
    private const int WithoutSecret = 97;
    private const int EventsPerCommit = 500;

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (await IsEmptyAsync(cancellationToken))
        {
            await SeedBrokeragesAsync(cancellationToken);
            await SeedUsersAsync(cancellationToken);
            foreach (var chunk in world.History.Select(ToEvent).Chunk(EventsPerCommit))
                await log.AppendAsync(chunk, cancellationToken: cancellationToken);
            await new DemoArrivals(world, options.Value, contexts).SeedAsync(
                time.GetUtcNow(),
                cancellationToken
            );
            await new DemoContacts(world, contexts, log).SeedAsync(time.GetUtcNow(), cancellationToken);
            await new DemoEmails(contexts, log).SeedAsync(time.GetUtcNow(), cancellationToken);
        }
        await CatchUpAsync(cancellationToken);
        LogReady(
            logger,
            world.Users.Count,
            world.Authorizations.Count,
            time.GetElapsedTime(started).TotalSeconds
        );
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.SnapTradeUsers.AnyAsync(cancellationToken);
    }

    private async Task SeedBrokeragesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AddRange(
            world.Brokerages.All.Select(b => new Brokerage
            {
                Id = b.Id,
                Slug = b.Slug,
                Name = b.Name,
                IsDegraded = b.Degraded,
                InMaintenance = b.Maintenance,
                RefreshedAt = world.Generation.Now,
            })
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task SeedUsersAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AddRange(world.Users.Select(ToUser));
        await db.SaveChangesAsync(cancellationToken);
    }

    private SnapTradeUser ToUser(SimulatedUser simulated, int number)
    {
        var user = SnapTradeUser.Create(simulated.UserId, simulated.RegisteredAt);
        user.SetContact(simulated.Name, simulated.Email, simulated.Locale, simulated.RegisteredAt);
        user.SetTimeZone(
            simulated.Locale.StartsWith("pt", StringComparison.Ordinal)
                ? "America/Sao_Paulo"
                : "America/Toronto",
            simulated.RegisteredAt
        );
        if (number % WithoutSecret != WithoutSecret - 1)
            user.SetSecret(secrets.Protect(simulated.UserSecret), simulated.RegisteredAt);
        return user;
    }

    private static IncomingEvent ToEvent(SimulatedEvent simulated) =>
        new()
        {
            Key = simulated.WebhookId,
            Type = simulated.Type,
            Source = EventSource.Webhook,
            UserId = simulated.UserId,
            ConnectionId = simulated.AuthorizationId,
            BrokerageId = simulated.BrokerageId,
            AttemptResult = simulated.AttemptResult,
            OccurredAt = simulated.OccurredAt,
            ReceivedAt = simulated.OccurredAt.AddSeconds(2),
            Payload = EventTypes.IsData(simulated.Type) ? null : DemoPayload.Of(simulated),
        };

    /// <summary>Records what the world looks like now wherever the dashboard believes something else.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var believed = await db
            .Connections.AsNoTracking()
            .ToDictionaryAsync(
                c => c.Id,
                c => (c.Health, c.UserId, c.Name),
                StringComparer.Ordinal,
                cancellationToken
            );
        var now = time.GetUtcNow();
        var checks = new List<ConnectionCheck>();
        foreach (var real in world.Authorizations)
        {
            var health = real.IsDisabled ? Health.Disabled : Health.Healthy;
            if (!believed.Remove(real.Id, out var known) || known.Health != health || known.Name != real.Name)
                checks.Add(
                    new(
                        real.Id,
                        real.UserId,
                        now,
                        health,
                        real.DisabledAt,
                        real.BrokerageId,
                        real.Name,
                        real.Type,
                        IsFirstLook: true
                    )
                );
        }
        checks.AddRange(
            believed
                .Where(b => b.Value.Health != Health.Deleted)
                .Select(b => new ConnectionCheck(
                    b.Key,
                    b.Value.UserId,
                    now,
                    Health.Deleted,
                    IsFirstLook: true
                ))
        );
        foreach (var chunk in checks.Chunk(EventsPerCommit))
            await log.RecordAsync(chunk, cancellationToken: cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Demo: {Users} customers with {Connections} connections, ready in {Seconds:0.0} s"
    )]
    private static partial void LogReady(ILogger logger, int users, int connections, double seconds);
}
