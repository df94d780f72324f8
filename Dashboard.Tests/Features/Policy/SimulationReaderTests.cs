using Dashboard.Access;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Features.Policy;
using Dashboard.Tests.Data.Outcomes;
using Dashboard.Tests.Domain.Emails;
using Dashboard.Tests.Emails.Policy;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Policy;

public sealed class SimulationReaderTests : IDisposable
{
    private readonly PolicyHost _host = new();
    private readonly RecentHistory _recent;

    public SimulationReaderTests() => _recent = new RecentHistory(_host.Time);

    public void Dispose()
    {
        _recent.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task The_last_thirty_days_are_read_with_zones_and_reachability()
    {
        await _host.BreakAsync("too long ago");
        _host.Time.Advance(TimeSpan.FromDays(10));
        await _host.BreakAsync("reached", "Asia/Kolkata", "b1");
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.HappenAsync(EventTypes.ConnectionFixed, "reached");
        await _host.BreakAsync("opted out");
        await _host.ChangeUserAsync("opted out", u => u.OptOut("customer", Some.Noon));
        await _host.BreakAsync("suppressed");
        var suppression = new Suppression { Address = "suppressed@mail.example" };
        suppression.Begin(SuppressionReason.Complaint, detail: null, emailId: null, Some.Noon);
        await _host.AddAsync(suppression);
        _host.Time.SetUtcNow(Some.Noon.AddDays(40));

        var history = await ReadAsync();

        Assert.Equal((Some.Noon.AddDays(10), Some.Noon.AddDays(40)), (history.From, history.To));
        Assert.Equal([true, false, false], history.Customers.Select(c => c.CanBeWrittenTo));
        var reached = history.Customers.First();
        Assert.Equal("Asia/Kolkata", reached.TimeZone);
        Assert.Equal(
            new SimulatedBreak(Some.Noon.AddDays(10), Some.Noon.AddDays(11), "b1"),
            Assert.Single(reached.Breaks)
        );
    }

    [Fact]
    public async Task Breaks_are_grouped_by_customer()
    {
        await _host.BreakAsync();
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.HappenAsync(EventTypes.ConnectionFixed);
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.HappenAsync(EventTypes.ConnectionBroken);
        Assert.Equal(2, Assert.Single((await ReadAsync()).Customers).Breaks.Count);
    }

    [Fact]
    public async Task Incidents_hold_from_their_detection()
    {
        await _host.AddAsync(
            new Incident
            {
                Id = "i1",
                BrokerageId = "b1",
                StartedAt = Some.Noon.AddHours(-2),
                DetectedAt = Some.Noon.AddHours(-1),
            }
        );
        var history = await ReadAsync();
        Assert.False(history.IsHeld("b1", Some.Noon.AddMinutes(-61)));
        Assert.True(history.IsHeld("b1", Some.Noon));
        Assert.False(history.IsHeld("b2", Some.Noon));
    }

    [Fact]
    public async Task Reading_reports_progress()
    {
        await _host.BreakAsync();
        var told = new Told();
        await ReadAsync(told);
        Assert.Equal([new SimulationProgress(0, 1)], told.All);
    }

    [Fact]
    public async Task Many_breaks_are_read_once_for_some_minutes()
    {
        await _host.Database.ManyBreaksAsync(RecentHistory.FewestBreaks, Some.Noon);
        var many = await ReadAsync();
        Assert.Equal(RecentHistory.FewestBreaks, many.Customers.Count);
        Assert.Same(many, await ReadAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() => ReadAsync(role: Role.Manager));

        _host.Time.Advance(RecentHistory.MaxAge);
        Assert.NotSame(many, await ReadAsync());
    }

    [Fact]
    public void A_history_that_took_long_to_read_is_kept_for_less()
    {
        var history = new SimulationHistory(Some.Noon, Some.Noon, [], []);
        _host.Time.Advance(RecentHistory.MaxAge - TimeSpan.FromSeconds(1));
        _recent.Keep(history, RecentHistory.FewestBreaks);
        Assert.Same(history, _recent.Find());

        _host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_recent.Find());
        _recent.Keep(history, RecentHistory.FewestBreaks);
        Assert.Null(_recent.Find());
    }

    [Fact]
    public void Rules_that_decide_alike_are_simulated_once_with_a_history_that_is_kept()
    {
        var history = new SimulationHistory(Some.Noon, Some.Noon, [], []);
        var rules = SomeRules.AtAnyHour with { Steps = [0, 3] };
        Assert.NotSame(Simulate(history, rules), Simulate(history, rules));

        _recent.Keep(history, RecentHistory.FewestBreaks);
        var first = Simulate(history, rules);
        Assert.Same(first, Simulate(history, rules with { Steps = [0, 3] }));
        Assert.Equal(3, Simulate(history, rules with { Steps = [0, 3, 5] }).Steps.Count);
        var shorter = rules with { Grace = rules.Grace / 2 };
        Assert.Equal(shorter.Grace, Simulate(history, shorter).Steps[0].After);
        Assert.NotSame(
            Simulate(history, shorter),
            Simulate(new SimulationHistory(Some.Noon, Some.Noon, [], []), shorter)
        );
    }

    [Fact]
    public async Task Few_breaks_are_read_each_time()
    {
        await _host.BreakAsync();
        Assert.NotSame(await ReadAsync(), await ReadAsync());
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Only_admins_read_it(Role role) =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => ReadAsync(role: role));

    private Task<SimulationHistory> ReadAsync(Told? told = null, Role role = Role.Admin) =>
        new SimulationReader(_host.Database, ActorScope.Of(role), _recent, _host.Time).ReadAsync(
            told ?? new Told(),
            Token
        );

    private sealed class Told : IProgress<SimulationProgress>
    {
        public List<SimulationProgress> All { get; } = [];

        public void Report(SimulationProgress value) => All.Add(value);
    }

    private SimulationResult Simulate(SimulationHistory history, SendingRules rules) =>
        _recent.Simulate(history, rules, Token);
}
