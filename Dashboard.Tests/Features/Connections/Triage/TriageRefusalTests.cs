using Dashboard.Access;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Triage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections.Triage;

public sealed class TriageRefusalTests : TriageContext
{
    [Fact]
    public async Task A_decision_on_an_outdated_state_is_refused_and_names_the_other_operator()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var seen = One("c");
        await By("bea").WriteNoteAsync(seen, "Bea's", Token);

        var note = await By("ana").WriteNoteAsync(seen, "Ana's", Token);
        var snooze = await By("ana").SnoozeAsync(seen, Friday, Token);

        Assert.Equal(new TriageRefusal(TriageObstacle.ChangedMeanwhile, "bea"), note.Refusal);
        Assert.StartsWith("bea has just changed this", note.Words("Note saved"), StringComparison.Ordinal);
        Assert.NotNull(snooze.Refusal);
        Assert.Equal("Bea's", (await FindAsync("c"))!.Note);
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task Only_disabled_connections_are_snoozed_and_the_others_are_counted()
    {
        await Database.EventsAsync(Some.Broken(0, "c"), Some.Added(0, "fine"));

        var result = await By("ana").SnoozeAsync(Several("c", "fine", "unknown"), Friday, Token);

        Assert.Equal((1, 1), (result.Changed, result.LeftOut));
        Assert.Equal(
            "Snoozed: 1 connection; 1 connection left out: no longer broken.",
            result.Words("Snoozed")
        );
        Assert.Null(await FindAsync("fine"));
        Assert.Equal(
            TriageObstacle.NotBroken,
            (await By("ana").SnoozeAsync(One("fine"), Friday, Token)).Refusal?.Obstacle
        );
        Assert.Equal(
            TriageObstacle.Gone,
            (await By("ana").SnoozeAsync(One("unknown"), Friday, Token)).Refusal?.Obstacle
        );
    }

    [Fact]
    public async Task A_break_dated_ahead_by_SnapTrades_clock_can_be_snoozed()
    {
        await Database.EventsAsync(Some.Broken(64, "c"));
        await By("ana").SnoozeAsync(One("c"), Friday, Token);
        Assert.True((await FindAsync("c"))!.IsSnoozed(Some.Noon.AddMinutes(64), Time.GetUtcNow()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(366 * 24 * 60)]
    public async Task A_time_in_the_past_or_too_far_ahead_is_refused(int minutes)
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        var result = await By("ana").SnoozeAsync(One("c"), Time.GetUtcNow().AddMinutes(minutes), Token);
        Assert.Equal(TriageObstacle.NotAhead, result.Refusal?.Obstacle);
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_refused()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        Assert.Null((await By("ana").WriteNoteAsync(One("c"), new string('é', 1000), Token)).Refusal);
        var longer = await By("ana").WriteNoteAsync(await SeenAsync("c"), new string('é', 1001), Token);
        Assert.Equal(TriageObstacle.TooLong, longer.Refusal?.Obstacle);
    }

    [Fact]
    public async Task Too_many_connections_are_refused_before_anything_changes()
    {
        await Database.EventsAsync([.. Ids(10_001).Select(id => Some.Broken(0, id))]);

        var refused = await By("ana").SnoozeAsync(Everything("Disabled", except: []), Friday, Token);
        Assert.Equal(TriageObstacle.TooMany, refused.Refusal?.Obstacle);
        Assert.Empty(await AllAsync());

        var most = await By("ana").SnoozeAsync(Everything("Disabled", except: ["c0"]), Friday, Token);
        Assert.Equal(10_000, most.Changed);
    }

    [Fact]
    public async Task An_operator_without_the_permission_is_refused()
    {
        await Database.EventsAsync(Some.Broken(0, "c"));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            By("max", Role.Manager).SnoozeAsync(One("c"), Friday, Token)
        );
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            By("max", Role.Manager).AssignAsync(One("c"), "max", Token)
        );
    }
}
