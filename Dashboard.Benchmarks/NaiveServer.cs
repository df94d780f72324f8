using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;
using Dashboard.Features.Webhooks;
using Dashboard.SnapTrade;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Benchmarks;

/// <summary>
/// The baseline for webhooks: the same checks, tables, effects and file settings, with a transaction
/// and a tracked EF <c>SaveChanges</c> for each delivery.
/// </summary>
internal static class NaiveServer
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddData();
        builder.Services.AddSingleton<IConnectionChangePublisher, Nobody>();
        builder.Services.AddOptions<WebhookOptions>();
        builder.Services.Configure<SnapTradeOptions>(
            builder.Configuration.GetSection(SnapTradeOptions.Section)
        );
        builder.Services.AddSingleton<DeliveryInspector>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<DeliveryBody>();
        var app = builder.Build();
        app.MapPost("/webhooks/snaptrade", HandleAsync);
        app.MapGet("/health/ready", () => "ready");
        await app.RunAsync();
    }

    private static async Task<IResult> HandleAsync(
        HttpContext context,
        DeliveryBody bodies,
        DeliveryInspector inspector,
        IDbContextFactory<DashboardDbContext> contexts
    )
    {
        var (body, refusal) = await bodies.ReadAsync(context);
        if (refusal is not null)
            return Results.StatusCode(refusal.Status);
        var (incoming, rejected) = inspector.Inspect(body, context.Request.Headers["Signature"]);
        if (rejected is not null)
            return Results.StatusCode(rejected.Status);
        for (var attempt = 0; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync();
            try
            {
                return Results.Ok(new DeliveryReceipt(true, !await SaveAsync(db, incoming!)));
            }
            catch (Exception exception)
                when (attempt < 5
                    && (
                        exception is DbUpdateConcurrencyException
                        || db.IsUniqueViolation(exception)
                        || db.IsTransient(exception)
                    )
                ) { }
        }
    }

    private static async Task<bool> SaveAsync(DashboardDbContext db, IncomingEvent incoming)
    {
        // One transaction, as in the product. The counts are updated in the database, because the tracker
        // would lose concurrent updates.
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await db.Receipts.AnyAsync(r => r.Key == incoming.Key))
            return false;
        db.Add(new EventReceipt { Key = incoming.Key!, ReceivedAt = incoming.ReceivedAt });
        if (await db.SnapTradeUsers.FindAsync(incoming.UserId) is null)
            db.Add(SnapTradeUser.Create(incoming.UserId, incoming.ReceivedAt));
        var connection = await db.Connections.FindAsync(incoming.ConnectionId);
        var isNew = connection is null;
        if (connection is null)
            db.Add(
                connection = Connection.Create(incoming.ConnectionId!, incoming.UserId, incoming.OccurredAt)
            );
        var before = connection.State;
        connection.Touch(incoming);
        connection.NextVersion();
        if (!EventTypes.IsData(incoming.Type))
            await ProjectAsync(db, connection, incoming);
        await db.SaveChangesAsync();
        if (isNew || before.Health != connection.Health)
            await CountAsync(db, connection, isNew ? null : before.Health);
        await transaction.CommitAsync();
        return true;
    }

    private static async Task ProjectAsync(
        DashboardDbContext db,
        Connection connection,
        IncomingEvent incoming
    )
    {
        var @event = ConnectionEvent.From(incoming);
        db.Add(@event);
        var before = connection.State;
        var (state, effect) = HealthProjection.Apply(before, @event.ToFact()!.Value);
        connection.Take(state);
        @event.SetEffect(effect);
        if (before.Health == Health.Disabled && state.Health != Health.Disabled)
            (await db.Episodes.FindAsync(connection.Id, before.Since!.Value))!.End(
                state.Since!.Value,
                EpisodeOutcome.Repaired
            );
        else if (before.Health != Health.Disabled && state.Health == Health.Disabled)
            db.Add(Episode.Open(connection.Id, state.Since!.Value));
    }

    private static async Task CountAsync(DashboardDbContext db, Connection connection, Health? before)
    {
        if (before is { } left)
            await AddAsync(db, left, -1);
        if (await AddAsync(db, connection.Health, 1) == 0)
        {
            db.Add(
                new HealthCount
                {
                    BrokerageId = "",
                    Health = connection.Health,
                    Total = 1,
                }
            );
            await db.SaveChangesAsync();
        }
    }

    private static Task<int> AddAsync(DashboardDbContext db, Health health, int change) =>
        db
            .HealthCounts.Where(c => c.BrokerageId == "" && c.Health == health)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Total, c => c.Total + change));

    private sealed class Nobody : IConnectionChangePublisher
    {
        public ValueTask PublishAsync(
            IReadOnlyList<ConnectionChange> changes,
            CancellationToken cancellationToken
        ) => ValueTask.CompletedTask;
    }
}
