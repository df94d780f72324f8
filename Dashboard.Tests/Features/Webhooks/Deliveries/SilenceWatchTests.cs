using Dashboard.Data.Deliveries;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Events;
using Dashboard.Domain.Notices;
using Dashboard.Features.Webhooks;
using Dashboard.Features.Webhooks.Refusals;
using Dashboard.Features.Webhooks.Silence;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks.Deliveries;

/// <summary>The team hears once that webhooks do not arrive, and once that they do again.</summary>
public sealed class SilenceWatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddMinutes(30));
    private readonly TestDatabase _database = new();
    private SilenceWatch _watch = null!;

    public async ValueTask InitializeAsync()
    {
        _watch = Watch();
        await using var db = _database.CreateDbContext();
        db.Add(new NoticeSettings { Recipients = "ops@acme.example" });
        for (var i = 1; i <= 24 * 21; i++)
            db.Add(
                new DeliveryCount
                {
                    Hour = Some.Noon.AddHours(-i),
                    Outcome = DeliveryOutcomes.Accepted,
                    Count = 600,
                    LastAt = Some.Noon.AddHours(1 - i),
                }
            );
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Silence_is_told_once_and_so_is_its_end()
    {
        await AcceptAsync();
        _time.Advance(TimeSpan.FromMinutes(3));
        await LookAsync();
        Assert.Empty(await ToldAsync());

        _time.Advance(TimeSpan.FromMinutes(2));
        await LookAsync();
        await LookAsync();
        var told = Assert.Single(await ToldAsync());
        Assert.Equal(NoticeKind.WebhooksFailing, told.Kind);
        Assert.Equal(WebhookAlarmKind.Silent, NoticeContents.Read<WebhookFacts>(told.Content).Kind);

        _time.Advance(TimeSpan.FromMinutes(10));
        await AcceptAsync();
        await LookAsync();
        await LookAsync();
        Assert.Equal(
            [NoticeKind.WebhooksFailing, NoticeKind.WebhooksArriving],
            (await ToldAsync()).Select(n => n.Kind)
        );
    }

    [Fact]
    public async Task Two_nodes_that_look_at_the_same_time_tell_once()
    {
        await AcceptAsync();
        var other = Watch();
        _time.Advance(TimeSpan.FromMinutes(10));

        await Task.WhenAll(Task.Run(LookAsync, Token), Task.Run(() => other.LookAsync(Token), Token));

        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task Refused_deliveries_are_told_with_the_fault_and_what_to_do()
    {
        await AcceptAsync();
        await using (var db = _database.CreateDbContext())
        {
            for (var i = 0; i < 3; i++)
                db.Add(Refused(DeliveryFault.AnotherKey));
            await db.SaveChangesAsync(Token);
        }

        await LookAsync();

        var facts = NoticeContents.Read<WebhookFacts>(Assert.Single(await ToldAsync()).Content);
        Assert.Equal((WebhookAlarmKind.Refused, DeliveryFault.AnotherKey), (facts.Kind, facts.Fault));
    }

    [Fact]
    public async Task Forged_requests_of_anybody_tell_nobody()
    {
        await AcceptAsync();
        await using (var db = _database.CreateDbContext())
        {
            for (var i = 0; i < 50; i++)
                db.Add(Refused(DeliveryFault.NotFromSnapTrade));
            await db.SaveChangesAsync(Token);
        }

        await LookAsync();

        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task Without_the_choice_an_alarm_is_kept_and_nobody_is_told()
    {
        await using (var db = _database.CreateDbContext())
            await db.NoticeSettings.ExecuteUpdateAsync(
                s => s.SetProperty(x => x.TellsWebhooks, false),
                Token
            );
        await AcceptAsync();
        _time.Advance(TimeSpan.FromMinutes(10));

        await LookAsync();

        Assert.Empty(await ToldAsync());
        await using var read = _database.CreateDbContext();
        Assert.Single(await read.WebhookAlarms.ToListAsync(Token));
    }

    [Fact]
    public async Task An_event_of_our_own_does_not_end_a_silence()
    {
        await AcceptAsync();
        _time.Advance(TimeSpan.FromMinutes(10));
        await LookAsync();

        _time.Advance(TimeSpan.FromMinutes(10));
        await _database.EventsAsync(
            Some.Event("RECONNECT_EMAIL_SENT", 1, source: EventSource.Operator) with
            {
                Key = "email-sent:1",
                ReceivedAt = _time.GetUtcNow(),
            }
        );
        await LookAsync();

        Assert.Single(await ToldAsync());
        await using var db = _database.CreateDbContext();
        Assert.False(Assert.Single(await db.Receipts.ToListAsync(Token)).IsWebhook);
    }

    private SilenceWatch Watch() =>
        new(_database, new DeliveryWatch(_database, _time), Options.Create(new WebhookOptions()), _time);

    private Task LookAsync() => _watch.LookAsync(Token);

    private async Task AcceptAsync()
    {
        await using var db = _database.CreateDbContext();
        await CountRows.AddAsync(
            db,
            "node",
            [new Tallied(DeliveryOutcomes.Accepted, 1, _time.GetUtcNow())],
            _time.GetUtcNow(),
            Token
        );
    }

    private RefusedDelivery Refused(DeliveryFault fault) =>
        new()
        {
            ReceivedAt = _time.GetUtcNow(),
            Status = 401,
            Reason = DeliveryOutcomes.Forged,
            Fault = fault,
            IsLikely = fault.IsLikely(),
            Address = "192.0.2.1",
            Sender = "192.0.2.1",
        };

    private async Task<List<TeamNotice>> ToldAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.TeamNotices.OrderBy(n => n.CreatedAt).ToListAsync(Token);
    }
}
