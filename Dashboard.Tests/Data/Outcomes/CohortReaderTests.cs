using Dashboard.Data.Outcomes;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Data.Outcomes;

public sealed class CohortReaderTests : DatabaseContext
{
    private static readonly DateTimeOffset From = Some.Noon.AddDays(-1);
    private static readonly DateTimeOffset To = Some.Noon.AddDays(1);
    private static readonly DateTimeOffset AsOf = Some.Noon.AddMinutes(600);
    private static readonly string[] Ids = ["a", "b"];
    private static readonly BreakPosition After = new(Some.Noon, "c");

    [Fact]
    public async Task An_episode_comes_with_how_far_it_got()
    {
        await Database.EventsAsync(Some.Added(-60), Some.Broken());
        var copied = await Database.LinkAsync("connection-1", 10);
        await Database.StepAsync(EventTypes.LinkScanned, "connection-1", 11, copied);
        await Database.StepAsync(EventTypes.LinkOpened, "connection-1", 20, copied);
        await Database.StepAsync(EventTypes.PortalStarted, "connection-1", 21, copied);
        await Database.StepAsync(EventTypes.PortalReturned, "connection-1", 25, copied, "1066");
        var mailed = await Database.LinkAsync("connection-1", 30, LinkOrigin.Email, "Policy");
        await Database.StepAsync(EventTypes.PortalStarted, "connection-1", 40, mailed);
        await Database.EventsAsync(Some.Fixed(44));
        // Seen after the repair that it led to.
        await Database.StepAsync(EventTypes.PortalReturned, "connection-1", 44.1, mailed, "SUCCESS");

        var facts = Assert.Single(await ReadAsync());

        Assert.Equal(
            new EpisodeFacts("connection-1", Some.Noon, 44 * 60, EpisodeOutcome.Repaired)
            {
                BrokerageId = "questrade-id",
                Known = 2,
                Contacted = 600,
                Opened = 1200,
                Started = 1260,
                Returned = 1500,
                Contacts = Contacts.Copy | Contacts.Email,
                Channel = LinkOrigin.Email,
                Operator = "Policy",
                Errors = facts.Errors,
            },
            facts
        );
        Assert.Equal([PortalError.WrongPassword], facts.Errors);
        Assert.True(facts.IsRepairedByUs);
    }

    [Fact]
    public async Task What_came_after_the_moment_is_not_known_yet()
    {
        await Database.EventsAsync(Some.Broken(), Some.Fixed(120));
        await Database.LinkAsync("connection-1", 90);

        var facts = Assert.Single(await ReadAsync(Some.Noon.AddMinutes(60)));

        Assert.Equal((3600, null, true), (facts.Lasted, facts.Outcome, facts.IsNeverContacted));
    }

    [Fact]
    public async Task Steps_belong_to_the_episode_in_which_they_happened()
    {
        await Database.EventsAsync(Some.Broken(), Some.Fixed(10), Some.Broken(20), Some.Fixed(30));
        await Database.LinkAsync("connection-1", 25);

        var facts = await ReadAsync();

        Assert.Equal([null, 300], facts.OrderBy(e => e.StartedAt).Select(e => e.Contacted));
    }

    [Fact]
    public async Task Clocks_may_differ_a_little_but_a_repaired_customer_is_not_contacted()
    {
        await Database.EventsAsync(Some.Broken(), Some.Fixed(10));
        await Database.StepAsync(EventTypes.PortalLinkCreated, "connection-1", -1);
        await Database.LinkAsync("connection-1", 11);

        var facts = Assert.Single(await ReadAsync());

        Assert.Equal((0, Contacts.Portal), (facts.Contacted, facts.Contacts));
    }

    [Fact]
    public async Task A_customer_who_connects_again_is_noticed_until_an_operator_decides()
    {
        await Database.EventsAsync(
            Some.Added(-60, "old"),
            Some.Broken(0, "old"),
            Some.Added(30, "new"),
            Some.Added(-60, "other", "user-2"),
            Some.Broken(0, "other", "user-2")
        );
        Assert.Equal(["old"], (await ReadAsync()).Where(e => e.IsConnectedAgain).Select(e => e.ConnectionId));

        await using var db = Database.CreateDbContext();
        db.SeparateLogins.Add(
            new SeparateLogin
            {
                ConnectionId = "new",
                DecidedBy = "Ana",
                DecidedAt = Some.Noon,
            }
        );
        await db.SaveChangesAsync(Token);
        Assert.DoesNotContain(await ReadAsync(), e => e.IsConnectedAgain);
    }

    [Fact]
    public async Task Connections_of_unknown_brokerages_and_later_ones_are_no_second_connection()
    {
        await Database.EventsAsync(
            Some.Broken(0, "unknown"),
            Some.Event(EventTypes.ConnectionAdded, 30, "unknown-2"),
            Some.Added(-60, "old", "user-2"),
            Some.Broken(0, "old", "user-2"),
            Some.Added(90, "later", "user-2")
        );

        Assert.DoesNotContain(await ReadAsync(Some.Noon.AddMinutes(60)), e => e.IsConnectedAgain);
        Assert.Equal(["old"], (await ReadAsync()).Where(e => e.IsConnectedAgain).Select(e => e.ConnectionId));
    }

    [Fact]
    public async Task Repairs_of_a_period_are_read_whenever_the_break_was()
    {
        await Database.EventsAsync(
            Some.Broken(-60, "before"),
            Some.Fixed(10, "before"),
            Some.Broken(-60, "deleted"),
            Some.Event(EventTypes.ConnectionDeleted, 10, "deleted"),
            Some.Broken(5, "open")
        );

        var repaired = await Breaks().RepairedAsync(new OutcomeQuery(Some.Noon, To), null, 10, Token);

        var facts = Assert.Single(repaired.Rows);
        Assert.Equal(("before", 70 * 60, true), (facts.ConnectionId, facts.Lasted, facts.IsRepaired));
    }

    [Fact]
    public async Task A_period_without_open_breaks_is_read_up_to_its_last_repair_and_an_empty_one_not_at_all()
    {
        await Database.EventsAsync(Some.Broken(), Some.Fixed(60));
        await Database.LinkAsync("connection-1", 10);
        var commands = new RecordedCommands(Database);
        var reader = new CohortReader(commands);

        Assert.Empty(await reader.ReadAsync(From, From.AddHours(1), AsOf, cancellationToken: Token));
        Assert.Equal(3, commands.Count);

        Assert.Single(await reader.ReadAsync(From, To, AsOf, cancellationToken: Token));
        var end = Some.Noon.AddMinutes(60) + ReconnectLink.ClockSkew;
        Assert.Equal(3, commands.Values.Count(value => value is long ticks && ticks == end.UtcTicks));
    }

    [Fact]
    public async Task One_brokerage_is_read_alone()
    {
        await Database.EventsAsync(
            Some.Added(-60),
            Some.Broken(),
            Some.Added(-60, "c2", "u2", "schwab-id"),
            Some.Broken(0, "c2", "u2")
        );
        var reader = new CohortReader(Database);
        var facts = await reader.ReadAsync(From, To, AsOf, "schwab-id", cancellationToken: Token);
        Assert.Equal(["c2"], facts.Select(e => e.ConnectionId));
    }

    [Fact]
    public async Task A_user_costs_when_all_connections_have_been_broken_for_long()
    {
        await Database.EventsAsync(
            Some.Broken(0, "a1", "all-broken"),
            Some.Broken(0, "a2", "all-broken"),
            Some.Event(EventTypes.ConnectionDeleted, 0, "a3", "all-broken"),
            Some.Broken(0, "b1", "one-works"),
            Some.Added(0, "b2", "one-works"),
            Some.Broken(0, "c1", "one-is-new"),
            Some.Broken(20, "c2", "one-is-new")
        );
        await using var db = Database.CreateDbContext();

        Assert.Equal(
            ["all-broken"],
            await BrokenUsers.Since(db, Some.Noon.AddMinutes(10)).ToListAsync(Token)
        );
        Assert.Equal(64, new BrokenUsersCost(32, 2).Monthly);
        await using var server = SqlServer();
        AssertValid(BrokenUsers.Since(server, Some.Noon).ToQueryString());
    }

    [Fact]
    public async Task Everything_is_read_from_indexes_by_time()
    {
        await using var db = Database.CreateDbContext();
        var episodes = CohortQueries.Between(db, From, To);
        var some = episodes.Where(e => Ids.Contains(e.ConnectionId));
        await AssertReadsAsync(CohortQueries.Later(db, From, To).Skip(5), "IX_Episodes_StartedAt");
        await AssertReadsAsync(CohortQueries.Rows(db, episodes, null), "IX_Episodes_StartedAt");
        await AssertReadsAsync(CohortQueries.Rows(db, episodes, "q"), "IX_Episodes_StartedAt");
        await AssertReadsAsync(CohortQueries.Rows(db, some, null), "sqlite_autoindex_Episodes_1");
        await AssertReadsAsync(CohortQueries.Latest(db, Of("q"), After).Take(5), "IX_Episodes_StartedAt");
        await AssertReadsAsync(StepQueries.Steps(db, From, AsOf), "IX_Events_Type_OccurredAt_Id");
        await AssertReadsAsync(StepQueries.FailedAttempts(db, From, AsOf), "IX_Events_Type_OccurredAt_Id");
        await AssertReadsAsync(CohortQueries.Repaired(db, Of("q"), After).Take(5), "IX_Episodes_EndedAt");
        await AssertReadsAsync(
            StepQueries.StepsOf(db, Ids, From, AsOf),
            "IX_Events_ConnectionId_OccurredAt_Id"
        );
        await AssertReadsAsync(
            StepQueries.LinksOf(db, Ids, From, AsOf),
            "IX_ReconnectLinks_ConnectionId_CreatedAt"
        );
        await AssertReadsAsync(StepQueries.Links(db, From, To), "IX_ReconnectLinks_CreatedAt");
        await AssertReadsAsync(
            CohortQueries.Since(db, From).OrderBy(e => e.StartedAt).Take(5),
            "IX_Episodes_StartedAt"
        );
        await AssertReadsAsync(
            CohortQueries.ConnectedAgain(db, episodes, AsOf),
            "IX_Episodes_StartedAt",
            "IX_Connections_UserId"
        );
        await AssertReadsAsync(
            CohortQueries.ConnectedAgain(db, some, AsOf),
            "sqlite_autoindex_Episodes_1",
            "IX_Connections_UserId"
        );

        async Task AssertReadsAsync<T>(IQueryable<T> query, params string[] indexes)
        {
            var plan = await QueryPlan.OfAsync(db, query);
            Assert.All(
                indexes,
                index => Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal))
            );
            Assert.DoesNotContain(
                plan,
                step =>
                    step.StartsWith("SCAN", StringComparison.Ordinal)
                    && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void The_queries_are_SQL_on_SQL_Server_too()
    {
        using var db = SqlServer();
        var some = CohortQueries.Between(db, From, To).Where(e => Ids.Contains(e.ConnectionId));
        AssertValid(CohortQueries.Rows(db, some, "q").ToQueryString());
        AssertValid(CohortQueries.Latest(db, Of("q"), After).Take(5).ToQueryString());
        AssertValid(StepQueries.StepsOf(db, Ids, From, AsOf).ToQueryString());
        AssertValid(StepQueries.LinksOf(db, Ids, From, AsOf).ToQueryString());
        AssertValid(StepQueries.Steps(db, From, AsOf).ToQueryString());
        AssertValid(StepQueries.FailedAttempts(db, From, AsOf).ToQueryString());
        AssertValid(CohortQueries.Repaired(db, Of("q"), After).Take(5).ToQueryString());
        AssertValid(StepQueries.Links(db, From, To).ToQueryString());
        AssertValid(CohortQueries.Since(db, From).ToQueryString());
        AssertValid(CohortQueries.Later(db, From, To).Skip(5).ToQueryString());
        AssertValid(CohortQueries.ConnectedAgain(db, some, AsOf).ToQueryString());
        AssertValid(SpanReader.Connections(db, "a").ToQueryString());
        AssertValid(SpanReader.Episodes(db, "a", "b").ToQueryString());
    }

    [Fact]
    public async Task Pages_of_a_list_have_what_the_figures_count()
    {
        await Database.EventsAsync([
            .. Enumerable
                .Range(0, 9)
                .SelectMany(i =>
                    new[] { Some.Added(-60, $"c{i}", $"u{i}"), Some.Broken(i / 3, $"c{i}", $"u{i}") }
                ),
            Some.Fixed(20, "c1", "u1"),
            Some.Broken(22, "c1", "u1"),
            Some.Fixed(21, "c2", "u2"),
            Some.Fixed(21, "c3", "u3"),
            Some.Added(30, "again", "u4"),
        ]);
        // Of the second break, although the first one ended less than five minutes before.
        var link = await Database.LinkAsync("c1", 23);
        await Database.StepAsync(EventTypes.PortalStarted, "c1", 24, link);
        await Database.StepAsync(EventTypes.PortalReturned, "c1", 24.5, link, "1066");
        await Database.LinkAsync("c2", 5, LinkOrigin.Email, "Policy");
        var all = await ReadAsync();
        CohortSelection[] selections =
        [
            .. Enum.GetValues<CohortPart>().Select(part => new CohortSelection(part)),
            CohortSelection.All with
            {
                Error = PortalError.WrongPassword,
            },
            CohortSelection.All with
            {
                Contact = LinkOrigin.Email,
            },
        ];

        foreach (var selection in selections)
        foreach (
            var query in new[]
            {
                new OutcomeQuery(From, To),
                Of("questrade-id") with
                {
                    Channel = LinkOrigin.Copy,
                },
            }
        )
        {
            var listed = await AllAsync(after => Breaks().PageAsync(query, selection, AsOf, after, 2, Token));
            var expected = all.Where(e => query.Matches(e) && selection.Includes(e)).Select(Key).ToList();
            Assert.Equal((selection, expected.Count), (selection, listed.Count));
            Assert.Equal(expected.ToHashSet(), listed.Select(Key).ToHashSet());
            Assert.Equal(
                listed.OrderByDescending(e => e.StartedAt).Select(e => e.StartedAt),
                listed.Select(e => e.StartedAt)
            );
        }
        var repaired = await AllAsync(after =>
            Breaks().RepairedAsync(new OutcomeQuery(From, To), after, 1, Token)
        );
        Assert.Equal(["c3", "c2", "c1"], repaired.Select(e => e.ConnectionId));

        static (string, DateTimeOffset) Key(EpisodeFacts episode) =>
            (episode.ConnectionId, episode.StartedAt);
    }

    private static OutcomeQuery Of(string brokerageId) => new(From, To) { BrokerageId = brokerageId };

    private BreakPages Breaks() => new(Database, new CohortReader(Database));

    private static ValueTask<List<EpisodeFacts>> AllAsync(
        Func<BreakPosition?, Task<Page<EpisodeFacts, BreakPosition>>> read
    ) => Pages.AllAsync<EpisodeFacts, BreakPosition>((after, _) => read(after), Token).ToListAsync(Token);

    private Task<IReadOnlyList<EpisodeFacts>> ReadAsync(DateTimeOffset? asOf = null) =>
        new CohortReader(Database).ReadAsync(From, To, asOf ?? AsOf, cancellationToken: Token);
}
