using System.Text.Json;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Storage;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Storage;

/// <summary>Old events are deleted, and nothing that is shown changes by it.</summary>
public sealed class RetentionTests : DatabaseContext
{
    private const int DaysOfSteps = 300;
    private const int DaysOfOthers = 120;

    private static readonly string[] Kinds =
    [
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionDeleted,
        EventTypes.ConnectionUpdated,
        EventTypes.ConnectionAttempted,
        EventTypes.LinkCreated,
        EventTypes.PortalStarted,
        EventTypes.EmailSent,
        EventTypes.NewAccountAvailable,
        "A_TYPE_OF_TOMORROW",
    ];

    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly RetentionOptions _options = new()
    {
        Steps = TimeSpan.FromDays(DaysOfSteps),
        Others = TimeSpan.FromDays(DaysOfOthers),
        Payloads = TimeSpan.FromDays(DaysOfOthers),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Health_breaks_counts_and_figures_of_kept_periods_stay_and_what_is_needed_is_kept(
        int seed
    )
    {
        await SeedAsync(new Random(seed));
        await CountAsync();
        var before = await ShownAsync();
        var events = await EventsAsync();

        await RunAsync();

        Assert.Equal(before, await ShownAsync());
        var left = (await EventsAsync()).Select(e => e.Id).ToHashSet();
        var unsettled = await UnsettledAsync();
        foreach (var item in events)
            Assert.Equal(MustStay(item, unsettled), left.Contains(item.Id));
        Assert.True(left.Count < events.Count);
        Assert.All(
            await EventsAsync(),
            e =>
                Assert.Equal(
                    e.OccurredAt >= Some.Noon.AddDays(-DaysOfOthers) && !EventTypes.IsOwn(e.Type),
                    e.Payload is not null
                )
        );
        // The daily counts outlive them, and the totals follow.
        Assert.Empty(await EventTotalsCheck.RunAsync(Database, correct: false, Token));
        var result = await new Replay(Database).RunAsync(apply: false, _ => { }, progress: null, Token);
        Assert.Equal(0, result.Differences);
        Assert.True(result.Checked > 0);
    }

    [Fact]
    public async Task A_step_takes_a_bounded_number_of_events_and_the_next_one_goes_on()
    {
        await Database.EventsAsync([
            .. Enumerable
                .Range(0, 1200)
                .Select(i => Some.Event("OLD_TYPE", -600 * 1440 + i, connectionId: null)),
        ]);
        await CountAsync();
        var work = Work();

        List<int> left = [];
        while (await work.StepAsync(Token))
            left.Add((await EventsAsync()).Count);

        Assert.Equal([700, 200, 0], left);
    }

    [Fact]
    public async Task Nothing_is_deleted_that_is_kept_forever()
    {
        (_options.Steps, _options.Others, _options.Payloads) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await SeedAsync(new Random(7));
        await CountAsync();
        var before = JsonSerializer.Serialize(await EventsAsync());

        await RunAsync();

        Assert.Equal(before, JsonSerializer.Serialize(await EventsAsync()));
    }

    [Theory]
    [InlineData(EmailState.Queued)]
    [InlineData(EmailState.Sending)]
    public async Task Events_of_a_user_stay_until_an_e_mail_is_finished(EmailState unfinished)
    {
        await Database.EventsAsync(Some.Added(-900 * 1440), Some.Event(EventTypes.LinkCreated, -800 * 1440));
        await using (var db = Database.CreateDbContext())
        {
            db.Emails.Add(Email.Create("user-1", EmailTrigger.Policy, "policy", Some.Noon));
            await db.SaveChangesAsync(Token);
            await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.State, unfinished), Token);
        }
        await CountAsync();
        await RunAsync();
        Assert.Equal(2, (await EventsAsync()).Count);

        await using (var db = Database.CreateDbContext())
            await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EmailState.Sent), Token);
        await RunAsync();

        Assert.Equal(EventTypes.ConnectionAdded, Assert.Single(await EventsAsync()).Type);
    }

    [Fact]
    public async Task The_next_run_begins_anew_after_rests()
    {
        await Database.EventsAsync(
            Some.Added(-900 * 1440),
            Some.Event(EventTypes.LinkCreated, -800 * 1440),
            Some.Event(EventTypes.LinkCreated, -200 * 1440)
        );
        await CountAsync();
        var work = Work();
        async Task<int> PassAsync()
        {
            while (await work.RunAsync(null!, Token) is { } rest)
                Assert.True(rest >= TimeSpan.FromMilliseconds(250));
            return (await EventsAsync()).Count;
        }

        Assert.Equal(2, await PassAsync());
        _time.Advance(TimeSpan.FromDays(200));
        await CountAsync();

        Assert.Equal(1, await PassAsync());
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(0, true)]
    [InlineData(100, true)]
    [InlineData(36_501, false)]
    public void A_time_shorter_than_events_may_be_needed_is_refused(int days, bool isAccepted) =>
        Assert.Equal(
            isAccepted,
            new RetentionOptionsValidator()
                .Validate(null, new() { Steps = TimeSpan.FromDays(days) })
                .Succeeded
        );

    private static bool MustStay(ConnectionEvent item, HashSet<string> unsettled)
    {
        var days = EventKinds.Of(item.Type) switch
        {
            EventKind.Facts => int.MaxValue,
            EventKind.Steps => DaysOfSteps,
            _ => DaysOfOthers,
        };
        return unsettled.Contains(item.UserId) || (Some.Noon - item.OccurredAt).TotalDays <= days;
    }

    private async Task SeedAsync(Random random)
    {
        List<IncomingEvent> events = [];
        for (var i = 0; i < 1500; i++)
        {
            var user = random.Next(12);
            events.Add(
                Some.Event(
                    Kinds[random.Next(Kinds.Length)],
                    -random.Next(900 * 1440),
                    $"connection-{user}-{random.Next(3)}",
                    $"user-{user}",
                    brokerageId: "questrade-id",
                    attemptResult: random.Next(2) == 0 ? "INVALID_CREDENTIALS" : null
                )
            );
        }
        // Most are well in the end.
        for (var user = 0; user < 9; user++)
        for (var c = 0; c < 3; c++)
            events.Add(Some.Added(-c - 1, $"connection-{user}-{c}", $"user-{user}"));
        events =
        [
            .. events.Select(e =>
                EventTypes.IsOwn(e.Type) ? e with { Payload = null, Source = EventSource.Portal } : e
            ),
        ];
        await Database.EventsAsync([.. events]);
    }

    [Fact]
    public async Task Nothing_is_deleted_before_its_day_is_counted()
    {
        await Database.EventsAsync(Some.Event("OLD_TYPE", -600 * 1440, connectionId: null));
        await RunAsync();
        Assert.Single(await EventsAsync());

        await CountAsync();
        await RunAsync();

        Assert.Empty(await EventsAsync());
    }

    private async Task CountAsync()
    {
        var keeper = new StorageKeeper(Database, new KeptFigures(Database), Settings(), _time);
        while (await keeper.RunAsync(null!, Token) is not null) { }
    }

    private async Task RunAsync()
    {
        var work = Work();
        while (await work.StepAsync(Token)) { }
    }

    private RetentionWork Work() =>
        new(Database, Options.Create(_options), _time, NullLogger<RetentionWork>.Instance);

    private IOptions<Dashboard.Data.DatabaseOptions> Settings() =>
        Options.Create(new Dashboard.Data.DatabaseOptions { ConnectionString = Database.ConnectionString });

    private async Task<List<ConnectionEvent>> EventsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Events.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Token);
    }

    private async Task<HashSet<string>> UnsettledAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db
            .Connections.Where(c => c.Health == Health.Disabled || c.AwaitingVerification)
            .Select(c => c.UserId)
            .ToHashSetAsync(Token);
    }

    // What screens show: health, breaks, counts, and outcomes of a period that is kept.
    private async Task<string> ShownAsync()
    {
        await using var db = Database.CreateDbContext();
        var cohorts = new CohortReader(Database);
        var reader = new OutcomeReader(cohorts, new KeptFigures(Database), new OutcomeJobs(_time), _time);
        return JsonSerializer.Serialize(
            new
            {
                Connections = await db.Connections.AsNoTracking().OrderBy(c => c.Id).ToListAsync(Token),
                Episodes = await db
                    .Episodes.AsNoTracking()
                    .OrderBy(e => e.ConnectionId)
                    .ThenBy(e => e.StartedAt)
                    .ToListAsync(Token),
                Counts = await db
                    .HealthCounts.AsNoTracking()
                    .OrderBy(c => c.BrokerageId)
                    .ThenBy(c => c.Health)
                    .ToListAsync(Token),
                Outcomes = await reader.GetAsync(new OutcomeRequest(90), Token),
            }
        );
    }
}
