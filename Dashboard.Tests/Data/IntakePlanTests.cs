using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data;

/// <summary>
/// Other webhooks wait while a batch is stored, so it reads the events of its own connections and users, however long the
/// history of all others is.
/// </summary>
public sealed class IntakePlanTests : DatabaseContext
{
    private readonly RecordedCommands _commands;
    private readonly EventLog _log;

    public IntakePlanTests()
    {
        _commands = new RecordedCommands(Database);
        _log = new EventLog(_commands, Database.Changes, TimeProvider.System);
    }

    [Fact]
    public async Task A_late_event_reads_the_events_of_its_connection()
    {
        await AppendAsync(Some.Added(), Some.Fixed(minute: 10));
        _commands.Clear();

        await AppendAsync(Some.Broken(minute: 5));

        await AssertReadsOwnEventsAsync("IX_Events_ConnectionId_", "IX_Events_UserId_");
    }

    [Fact]
    public async Task An_attempt_reads_the_events_of_its_user()
    {
        await AppendAsync(Some.Added());
        _commands.Clear();

        await AppendAsync(Some.Event(EventTypes.ConnectionAttempted, minute: 5, connectionId: null));

        await AssertReadsOwnEventsAsync("IX_Events_UserId_");
    }

    [Fact]
    public async Task A_check_that_began_before_an_event_reads_the_events_of_its_connection()
    {
        await AppendAsync(Some.Added(), Some.Broken(minute: 10));
        _commands.Clear();

        await _log.RecordAsync(
            [new ConnectionCheck("connection-1", "user-1", Some.Noon.AddMinutes(5), Health.Healthy)],
            cancellationToken: Token
        );

        await AssertReadsOwnEventsAsync("IX_Events_ConnectionId_");
    }

    [Fact]
    public async Task The_list_reads_the_attempts_of_its_connections()
    {
        await using var db = Database.CreateDbContext();

        var plan = await QueryPlan.OfAsync(db, RepairEfforts.Query(db, ["c1", "c2"], Some.Noon));

        Assert.Contains(plan, step => step.Contains("IX_Events_ConnectionId_", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("IX_Events_Type_", StringComparison.Ordinal));
    }

    private Task AppendAsync(params IncomingEvent[] events) =>
        _log.AppendAsync(events, cancellationToken: Token);

    private async Task AssertReadsOwnEventsAsync(params string[] indexes)
    {
        var plans = await _commands.PlansAsync();
        var steps = plans.SelectMany(p => p.Plan).ToList();
        Assert.All(
            indexes,
            index => Assert.Contains(steps, step => step.Contains(index, StringComparison.Ordinal))
        );
        Assert.DoesNotContain(steps, step => step.Contains("IX_Events_Type_", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("SCAN e", StringComparison.Ordinal));
    }
}
