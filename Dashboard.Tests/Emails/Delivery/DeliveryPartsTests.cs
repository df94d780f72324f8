using System.Diagnostics.Metrics;
using Dashboard.Data;
using Dashboard.Domain.Emails;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Emails.Delivery;

public sealed class DeliveryPartsTests
{
    [Fact]
    public void Waits_double_from_a_minute_to_an_hour_and_end_after_a_day()
    {
        var waits = Enumerable
            .Range(1, 40)
            .Select(attempts => RetrySchedule.After(attempts, 0.5))
            .TakeWhile(wait => wait is not null)
            .Select(wait => wait!.Value.TotalMinutes)
            .ToList();
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits.Take(8));
        Assert.InRange(waits.Sum(), 23 * 60, 24 * 60);
    }

    [Fact]
    public void Retries_of_simultaneous_failures_are_spread()
    {
        Assert.Equal(TimeSpan.FromSeconds(48), RetrySchedule.After(1, 0));
        Assert.Equal(TimeSpan.FromSeconds(72), RetrySchedule.After(1, 1));
    }

    [Fact]
    public void Pauses_double_up_to_a_minute_and_a_success_ends_them()
    {
        var state = new DispatcherState();
        var now = Some.Noon;
        List<double> pauses = [];
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(i == 0, state.Failed("away", now));
            pauses.Add((state.Current.PausedUntil!.Value - now).TotalSeconds);
            // Another that was under way changes nothing.
            state.Failed("away", now);
            now = state.Current.PausedUntil!.Value;
        }
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        Assert.True(state.Answered(isAccepted: false, now));
        Assert.False(state.Answered(isAccepted: true, now));
        Assert.Equal(
            (false, now, "away"),
            (state.Current.IsInTrouble, state.Current.LastSentAt, state.Current.LastFailure)
        );
        state.Failed("away", now);
        Assert.Equal(now.AddSeconds(1), state.Current.PausedUntil);
    }

    [Fact]
    public void A_node_that_does_not_send_any_more_forgets_its_pause()
    {
        var state = new DispatcherState();
        var later = Some.Noon.AddMinutes(9);
        state.Failed("refused", Some.Noon, isAboutSender: true);
        var changes = 0;
        state.Changed += () => changes++;

        state.StandBy();
        state.StandBy();

        Assert.Equal((false, false, 1), (state.Current.IsInTrouble, state.Current.IsSenderRefused, changes));
        // It begins anew when it sends again.
        state.Failed("away", later);
        Assert.Equal(later, state.Current.PausedSince);
        Assert.Equal(later.AddSeconds(1), state.Current.PausedUntil);
    }

    [Theory]
    [InlineData(-1, 60, "Email__PerMinute")]
    [InlineData(120, 100_001, "Email__PerDomainPerMinute")]
    public void Invalid_limits_are_reported(int perMinute, int perDomain, string expected)
    {
        var options = new DeliveryOptions { PerMinute = perMinute, PerDomainPerMinute = perDomain };
        var problem = Assert.Single(new DeliveryOptionsValidator().Validate(name: null, options).Failures!);
        Assert.StartsWith(expected, problem);
    }

    [Fact]
    public void The_default_limits_are_moderate()
    {
        var options = new DeliveryOptions();
        Assert.Equal((120, 60), (options.PerMinute, options.PerDomainPerMinute));
        Assert.True(new DeliveryOptionsValidator().Validate(name: null, options).Succeeded);
    }

    [Fact]
    public void The_query_for_due_e_mails_is_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var query = DueEmails.Compose(db, isUrgent: true, Some.Noon, ["a.example", "b_.example"]).Take(4);
        AssertValid(query.ToQueryString());
    }

    [Fact]
    public async Task Due_e_mails_are_found_in_the_index_without_sorting()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(
            db,
            DueEmails.Compose(db, isUrgent: false, Some.Noon, ["a.example"]).Take(4)
        );
        Assert.Contains(plan, step => step.Contains("(State=? AND IsUrgent=? AND NotBefore<?)"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task Metrics_count_the_outcomes_of_e_mails()
    {
        using var database = new TestDatabase();
        await database.CustomerAsync("ana");
        await database.CustomerAsync("bob");
        await database.EventsAsync(Some.Fixed(60, "c-bob", "bob"));
        await using var host = DispatcherHost.Create(
            database,
            new FakeTimeProvider(Some.Noon.AddHours(3)),
            new ObservedMail()
        );
        Dictionary<string, long> finished = new(StringComparer.Ordinal);
        using var listener = new MeterListener();
        var factory = host.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "emails.finished" && instrument.Meter.Scope == factory)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                lock (finished)
                    finished[$"{tags[0].Value}"] = count;
            }
        );
        listener.Start();
        await host.StartAsync();
        await database.QueueAsync("bob");
        var id = await database.QueueAsync("ana", at: Some.Noon.AddMinutes(1));
        host.Get<EmailSignal>().Wake();
        await database.BecomesAsync(id, EmailState.Sent);
        await Eventually.TrueAsync(
            () =>
            {
                lock (finished)
                    return finished.Count == 2;
            },
            "both were counted"
        );
        Assert.Equal(
            [("Sent", 1L), ("Skipped", 1L)],
            finished.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key, StringComparer.Ordinal)
        );
    }
}
