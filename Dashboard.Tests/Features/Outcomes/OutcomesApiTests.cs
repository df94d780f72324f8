using System.Net;
using System.Text.Json;
using Dashboard.Data.Outcomes;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Data.Outcomes;
using Dashboard.Tests.Domain.Outcomes;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Outcomes;

public sealed class OutcomesApiTests : RoomsContext
{
    [Fact]
    public async Task The_answer_has_the_documented_shape()
    {
        await Host.Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await SeedRepairAsync();

        var outcomes = await Api.JsonAsync("/api/v1/outcomes?from=2026-11-20T00:00:00Z");

        Assert.Equal(
            """
            {"from":"2026-11-20T00:00:00Z","to":"2026-11-21T12:00:00Z","asOf":"2026-11-21T12:00:00Z","episodes":1,"repaired":1,"deleted":0,"open":0,"timeToRepair":{"medianSeconds":1800,"p90Seconds":1800,"repairedWithin":{"P1D":1,"P7D":1,"P30D":1}},"stages":[{"from":"Broke","to":"Known","medianSeconds":2},{"from":"Known","to":"Contacted","medianSeconds":598},{"from":"Contacted","to":"Opened","medianSeconds":300},{"from":"Opened","to":"Started","medianSeconds":60},{"from":"Started","to":"Repaired","medianSeconds":840}],"funnel":[{"step":"Broke","count":1},{"step":"Contacted","count":1},{"step":"Opened","count":1},{"step":"Started","count":1},{"step":"Returned","count":1},{"step":"Repaired","count":1}],"repairedWithoutUs":0,"byBrokerage":[{"brokerage":{"id":"questrade-id","slug":"QUESTRADE","name":"Questrade"},"episodes":1,"open":0,"medianSeconds":1800,"repairedIn7Days":1}]}
            """,
            JsonSerializer.Serialize(outcomes)
        );
    }

    [Fact]
    public async Task The_filters_narrow_by_period_brokerage_and_channel()
    {
        await Host.Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await SeedRepairAsync();
        await Host.Database.EventsAsync(Some.Added(-60, "c2", "u2", "other"), Some.Broken(60, "c2", "u2"));

        async Task<int> Count(string query) =>
            (await Api.JsonAsync($"/api/v1/outcomes?{query}")).GetProperty("episodes").GetInt32();

        Assert.Equal(2, await Count(""));
        Assert.Equal(1, await Count("from=2026-11-20T12:30:00Z"));
        Assert.Equal(1, await Count("to=2026-11-20T12:30:00Z"));
        Assert.Equal(1, await Count("brokerage=QUESTRADE"));
        Assert.Equal(1, await Count("brokerage=other"));
        Assert.Equal(0, await Count("brokerage=nobody"));
        Assert.Equal(1, await Count("channel=Copy"));
        Assert.Equal(0, await Count("channel=email"));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-20T12:00:00Z&to=2026-11-20T12:00:00Z", "from")]
    [InlineData("from=2027-01-01", "from")]
    [InlineData("from=2020-01-01", "from")]
    [InlineData("to=0001-01-02", "to")]
    [InlineData("channel=Pigeon", "channel")]
    [InlineData("channel=Copy,Email", "channel")]
    [InlineData("operator=Ana", "operator")]
    public async Task Wrong_values_are_reported(string query, string parameter)
    {
        var answer = await Api.GetAsync($"/api/v1/outcomes?{query}", Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.True(problem.GetProperty("errors").TryGetProperty(parameter, out _), problem.ToString());
    }

    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public async Task The_figures_are_those_of_the_worked_examples(int number)
    {
        var (cohort, expected) = WorkedExample.Read(number);
        await Host.Database.ExampleAsync(cohort, Host.Time.GetUtcNow());

        var outcomes = await Api.JsonAsync("/api/v1/outcomes");

        foreach (var count in new[] { "episodes", "repaired", "deleted", "open" })
            Assert.Equal(expected.GetProperty(count).GetInt32(), outcomes.GetProperty(count).GetInt32());
        var times = outcomes.GetProperty("timeToRepair");
        foreach (var time in new[] { "medianSeconds", "p90Seconds" })
            Assert.Equal(WorkedExample.Seconds(expected, time), WorkedExample.Seconds(times, time));
        foreach (var share in expected.GetProperty("repairedWithin").EnumerateObject())
            Assert.Equal(
                share.Value.GetDouble(),
                times.GetProperty("repairedWithin").GetProperty(share.Name).GetDouble(),
                1e-8
            );
    }

    [Fact]
    public async Task Figures_that_take_long_are_refused_in_time_and_repeated_requests_share_them()
    {
        await Host.Database.ManyBreaksAsync(CohortReader.MaxAtOnce + 1, Some.Noon);
        var jobs = Host.Services.GetRequiredService<OutcomeJobs>();
        // Holds the turn of all others.
        var before = new TaskCompletionSource<OutcomeComparison>();
        jobs.Start(new OutcomeRequest(7) { Operator = "another" }, _ => before.Task);
        const string address = "/api/v1/outcomes?from=2026-11-10T00:00:00Z";

        var refused = Api.GetAsync(address, Token);
        await Eventually.TrueAsync(
            () =>
            {
                Host.Time.Advance(TimeSpan.FromSeconds(1));
                return refused.IsCompleted;
            },
            "the client was told to wait"
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), (await refused).Headers.RetryAfter?.Delta);

        var job = jobs.Find(
            new OutcomeRequest(null, new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero))
        );
        Assert.NotNull(job);
        before.SetException(new TimeoutException());
        var outcomes = await Api.JsonAsync(address);
        Assert.Equal(CohortReader.MaxAtOnce + 1, outcomes.GetProperty("episodes").GetInt32());
        Assert.Equal((await job.Completion).Now.AsOf, outcomes.GetProperty("asOf").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_key_that_may_read_gets_them()
    {
        await Host.AddKeyAsync("a-key-that-may-only-read-0001", ApiScope.Read);
        using var reader = Host.Api("a-key-that-may-only-read-0001");
        using var nobody = Host.Api(key: null);
        Assert.Equal(0, (await reader.JsonAsync("/api/v1/outcomes")).GetProperty("episodes").GetInt32());
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await nobody.GetAsync("/api/v1/outcomes", Token)).StatusCode
        );
    }

    private async Task SeedRepairAsync()
    {
        await Host.Database.EventsAsync(Some.Added(-60), Some.Broken());
        var link = await Host.Database.LinkAsync("connection-1", 10, LinkOrigin.Copy);
        await Host.Database.StepAsync(EventTypes.LinkOpened, "connection-1", 15, link);
        await Host.Database.StepAsync(EventTypes.PortalStarted, "connection-1", 16, link);
        await Host.Database.StepAsync(EventTypes.PortalReturned, "connection-1", 29, link, "SUCCESS");
        await Host.Database.EventsAsync(Some.Fixed(30));
    }
}
