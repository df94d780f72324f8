using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Batches;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Selection;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Features.Connections.Triage;
using Dashboard.Features.History;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.Features.Reconciliation.Screen;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.Features.Team;
using Dashboard.Features.Team.Audit;
using Dashboard.Features.Team.Members;
using Dashboard.Features.Users.Discovery;
using Dashboard.Features.Users.Import;
using Dashboard.Features.Users.List;
using Dashboard.Features.Users.Person;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features;

/// <summary>The lists' queries are SQL from end to end, on the provider that no test machine runs too.</summary>
public sealed class ListTranslationTests
{
    private static readonly Brokerage[] Brokerages =
    [
        new()
        {
            Id = "q",
            Slug = "QT",
            Name = "Quest",
        },
    ];

    private static readonly FoundUsers Tested = FoundUsers.Tested([
        new("zoe", AreFew: false),
        new("lima", AreFew: true),
    ]);
    private static readonly FoundUsers Listed = FoundUsers.Listed(["u1", "u2"]);

    [Theory]
    [InlineData(FoundUsers.MaxListed)]
    [InlineData(4 * FoundUsers.MaxListed)]
    public void What_a_search_lists_stays_below_the_parameters_of_SQL_Server(int listed)
    {
        const int maxParameters = 2100;
        using var db = SqlServer();
        List<string> ids = [.. Enumerable.Range(0, listed).Select(i => $"id-{i}")];

        var query = HistorySearch.ComposeOf(db, ids, new HistoryFilter(), after: null, 51).ToQueryString();

        AssertValid(query);
        Assert.InRange(query.Split("DECLARE @").Length - 1, 1, maxParameters);
    }

    [Fact]
    public void Connections_with_every_filter_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var filter = new ConnectionFilter
        {
            Healths = [Health.Disabled, Health.Unknown],
            Awaiting = true,
            Brokerage = "QT",
            UserId = "u1",
            BrokenBefore = Some.Noon,
            BrokenFrom = Some.Noon.AddDays(-1),
            Among = ["c1", "c2"],
            Search = "quest [x]",
            AssigneeId = "id-1",
            SnoozedAt = Some.Noon,
            AwakeAt = Some.Noon,
        };
        var place = new ConnectionPosition(Health.Disabled, Some.Noon, "c1");
        var found = FoundConnections.Tested(filter, Brokerages);
        AssertValid(ConnectionSearch.Compose(db, filter, place, Brokerages, found).Take(51).ToQueryString());
        var one = filter with { Healths = [Health.Disabled] };
        AssertValid(ConnectionSearch.Compose(db, one, place, Brokerages, found).Take(51).ToQueryString());
        var few = FoundConnections.Tested(filter, Brokerages, areFew: true);
        AssertValid(ConnectionSearch.Compose(db, filter, place, Brokerages, few).Take(51).ToQueryString());
        AssertValid(MatchingConnections.Page(db, filter, place, Brokerages, found).ToQueryString());
        AssertValid(MatchingConnections.Counted(db, filter, Brokerages, found).ToQueryString());
        AssertValid(
            Assignees.Query(db).OrderBy(o => o.DisplayName).Take(Assignees.MaxListed).ToQueryString()
        );
        AssertValid(RowDetails.NewestLinks(db, ["c1", "c2"]).ToQueryString());
        AssertValid(RepairEfforts.Query(db, ["c1", "c2"], Some.Noon).ToQueryString());
    }

    [Fact]
    public void Users_with_every_filter_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        foreach (var kind in Enum.GetValues<UserKind>())
        {
            var view = new UsersView(kind, "zoë lima");
            AssertValid(UserSearch.Compose(db, view, "u1", Tested).Take(51).ToQueryString());
            AssertValid(UserSearch.Compose(db, view, "u1", Listed).Take(51).ToQueryString());
        }
        AssertValid(UserSearch.ComposeRest(db, UsersView.Default, "u1", Tested).Take(51).ToQueryString());
        AssertValid(UserRelations.Connections(db, ["u1", "u2"]).ToQueryString());
        AssertValid(UserRelations.Contacts(db, ["u1", "u2"]).ToQueryString());
        AssertValid(UserRelations.PortalLinks(db, ["u1", "u2"]).ToQueryString());
        AssertValid(UserDetails.Connections(db, "u1").Take(51).ToQueryString());
        var last = new EventPosition(Some.Noon, 5);
        AssertValid(UserDetails.Events(db, "u1", last).Take(51).ToQueryString());
        var email = new EmailPosition(Some.Noon, "e1");
        AssertValid(UserDetails.Emails(db, "u1", email).Take(51).ToQueryString());
        AssertValid(UserListComparison.Present(db, "u1", Some.Noon).Take(51).ToQueryString());
        AssertValid(ImportQueries.Page(db, "i1").Take(51).ToQueryString());
    }

    [Fact]
    public void A_timeline_is_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var position = new EventPosition(Some.Noon, 5);
        AssertValid(ConnectionTimeline.Compose(db, "c1", position).Take(31).ToQueryString());
        AssertValid(ConnectionTimeline.Links(db, ["l1", "l2"]).ToQueryString());
    }

    [Fact]
    public void The_history_with_every_filter_is_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var filter = new HistoryFilter
        {
            Search = "zoë_",
            ConnectionId = "c1",
            UserId = "u1",
            Types = [EventTypes.ConnectionBroken, EventTypes.ConnectionFixed],
            Source = EventSource.Poll,
            From = Some.Noon,
            To = Some.Noon.AddDays(1),
        };
        var position = new EventPosition(Some.Noon, 5);
        AssertValid(HistorySearch.Compose(db, filter, position, Tested).Take(51).ToQueryString());
        AssertValid(HistorySearch.Compose(db, filter, position, Listed).Take(51).ToQueryString());
    }

    [Theory]
    [InlineData(AuditFilter.Nobody, AuditResult.Done)]
    [InlineData("id-1", AuditResult.Refused)]
    [InlineData("id-1", AuditResult.Failed)]
    public void The_audit_trail_with_every_filter_is_valid_on_SQL_Server(string who, AuditResult result)
    {
        using var db = SqlServer();
        var filter = new AuditFilter
        {
            ActorId = who,
            Action = AuditActions.SignIn,
            Subject = "operator:id-1",
            Result = result,
            From = Some.Noon,
            To = Some.Noon.AddDays(1),
        };
        AssertValid(AuditQueries.Compose(db, filter, new AuditPosition(5)).Take(51).ToQueryString());
    }

    [Fact]
    public void The_team_with_every_filter_is_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        foreach (var state in Enum.GetValues<MemberState>())
        {
            var view = new TeamView("zoë_", Role.Admin, state);
            AssertValid(
                MemberQueries.Compose(db, view, "ANA@ACME.EXAMPLE", Some.Noon).Take(51).ToQueryString()
            );
        }
    }

    [Fact]
    public void Batches_and_their_emails_with_every_filter_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        AssertValid(
            BatchQueries
                .Compose(db, TimeOrder.Newest, new TimePosition(Some.Noon, "b1"))
                .Take(51)
                .ToQueryString()
        );
        foreach (var part in Enum.GetValues<BatchPart>())
        {
            var view = new BatchView("b1", part, EmailObstacle.Repaired);
            AssertValid(BatchQueries.ComposeEmails(db, view, "e1").Take(51).ToQueryString());
        }
        AssertValid(BatchQueries.StateCounts(db, "b1").ToQueryString());
        AssertValid(BatchQueries.ObstacleCounts(db, "b1").ToQueryString());
        AssertValid(BatchCanceller.Queued(db, "b1").ToQueryString());
    }

    [Fact]
    public void The_queries_of_a_pass_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        foreach (var scope in Enum.GetValues<PassScope>())
        {
            var pass = new SweepPass
            {
                Scope = scope,
                BrokerageId = "q",
                StartedAt = Some.Noon,
            };
            AssertValid(SweepQueue.Longest(db, pass, 24).ToQueryString());
        }
        AssertValid(SweepQueue.Awaiting(db).ToQueryString());
        AssertValid(SweepQueue.BrokenAfter(db, new("u1", Some.Noon, "c1")).ToQueryString());
        AssertValid(SweepQueue.SilentAfter(db, new("u1", Some.Noon, "c1")).ToQueryString());
        AssertValid(ReconciliationQueries.Past(db, new IdPosition(5)).Take(21).ToQueryString());
        AssertValid(ReconciliationQueries.Found(db, new IdPosition(5)).Take(21).ToQueryString());
        AssertValid(ReconciliationQueries.WithoutSecret(db).ToQueryString());
        AssertValid(DriftReader.WithReports(db, DriftReader.Unexpected(db, Some.Noon)).ToQueryString());
        AssertValid(DriftReader.Reported(db, Some.Noon).ToQueryString());
    }

    [Fact]
    public async Task The_next_users_of_a_pass_are_read_from_an_index_without_sorting()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var pass = new SweepPass { Scope = PassScope.All, StartedAt = Some.Noon };
        var plan = await QueryPlan.OfAsync(db, SweepQueue.Longest(db, pass, 24));
        Assert.Contains(plan, step => step.Contains("IX_SnapTradeUsers_Askable"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
        plan = await QueryPlan.OfAsync(db, SweepQueue.BrokenAfter(db, new("u1", Some.Noon, "c1")));
        Assert.Contains(plan, step => step.Contains("IX_Connections_Health_Since_Id (Health=? AND Since>?)"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
        plan = await QueryPlan.OfAsync(db, SweepQueue.SilentAfter(db, new("u1", Some.Noon, "c1")));
        Assert.Contains(plan, step => step.Contains("IX_Connections_Silent (SilentSince>?)"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task A_later_page_of_disabled_ones_is_found_in_the_index_without_sorting()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var filter = new ConnectionFilter { Healths = [Health.Disabled] };
        var place = new ConnectionPosition(Health.Disabled, Some.Noon, "c1");
        var query = ConnectionSearch.Compose(db, filter, place, [], found: null).Take(51);
        var plan = await QueryPlan.OfAsync(db, query);
        Assert.Contains(plan, step => step.Contains("IX_Connections_Health_Since_Id (Health=? AND Since>?)"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task The_newest_break_and_those_that_await_a_check_are_found_in_indexes_without_sorting()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var place = new ConnectionPosition(Health.Disabled, Some.Noon, "c1");
        var newest = new ConnectionFilter
        {
            Healths = [Health.Disabled],
            Order = ConnectionOrder.NewestFirst,
        };
        foreach (
            var (filter, index) in new[]
            {
                (newest, "IX_Connections_Health_Since_Id (Health=? AND Since<?)"),
                (new ConnectionFilter { Awaiting = true }, "IX_Connections_Awaiting"),
            }
        )
        {
            var query = ConnectionSearch.Compose(db, filter, place, [], found: null).Take(51);
            var plan = await QueryPlan.OfAsync(db, query);
            Assert.Contains(plan, step => step.Contains(index));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
            AssertValid(
                ConnectionSearch.Compose(SqlServer(), filter, place, [], found: null).Take(51).ToQueryString()
            );
        }
        AssertValid(
            ConnectionSearch
                .Compose(SqlServer(), newest with { NeverContacted = true }, place, [], found: null)
                .Take(51)
                .ToQueryString()
        );
    }

    [Fact]
    public async Task A_late_page_of_all_connections_begins_at_its_place()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var place = new ConnectionPosition(Health.Healthy, Some.Noon, "c1");

        var parts = ConnectionSearch.Parts(db, new ConnectionFilter(), place, [], found: null).ToList();

        var first = await QueryPlan.OfAsync(db, parts[0].Take(51));
        Assert.Contains(
            first,
            step => step.Contains("IX_Connections_Health_Since_Id (Health=? AND Since>?)")
        );
        foreach (var part in parts)
        {
            var plan = await QueryPlan.OfAsync(db, part.Take(51));
            Assert.Contains(plan, step => step.Contains("IX_Connections_Health_Since_Id (Health=?"));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
        }
    }

    [Fact]
    public async Task A_place_of_another_list_leads_to_no_row_outside_the_filter()
    {
        using var database = new TestDatabase();
        await database.EventsAsync(Some.Broken(0, "broken"), Some.Fixed(0, "fine", "u2"));
        await using var db = database.CreateDbContext();
        var filter = new ConnectionFilter { Healths = [Health.Unknown, Health.Healthy] };
        var place = new ConnectionPosition(Health.Disabled, DateTimeOffset.MinValue, "");

        List<string> listed = [];
        foreach (var part in ConnectionSearch.Parts(db, filter, place, [], found: null))
            listed.AddRange(await part.Select(c => c.Id).ToListAsync(Token));

        Assert.Equal(["fine"], listed);
    }

    [Fact]
    public async Task Likely_duplicates_are_found_from_the_broken_ones_and_their_users()
    {
        AssertValid(DuplicateSearch.Of(SqlServer(), ["c1", "c2"]).ToQueryString());
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(db, DuplicateSearch.Of(db, ["c1", "c2"]));
        Assert.Contains(plan, step => step.Contains("sqlite_autoindex_Connections_1 (Id=?)"));
        Assert.Contains(plan, step => step.Contains("IX_Connections_UserId (UserId=?)"));
        var filter = new ConnectionFilter { Healths = [Health.Disabled], HasDuplicate = true };
        plan = await QueryPlan.OfAsync(
            db,
            ConnectionSearch.Compose(db, filter, after: null, [], found: null).Take(51)
        );
        Assert.Contains(plan, step => step.Contains("IX_Connections_Health_Since_Id (Health=?)"));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task What_is_assigned_or_snoozed_is_found_by_that_and_not_by_walking_the_connections()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var disabled = new ConnectionFilter { Healths = [Health.Disabled] };
        foreach (
            var (filter, index) in new[]
            {
                (disabled with { AssigneeId = "id-1" }, "IX_Triages_AssigneeId (AssigneeId=?)"),
                (disabled with { SnoozedAt = Some.Noon }, "IX_Triages_SnoozedUntil (SnoozedUntil>?)"),
            }
        )
        {
            var plan = await QueryPlan.OfAsync(
                db,
                ConnectionSearch.Compose(db, filter, after: null, [], found: null).Take(51)
            );
            Assert.Contains(plan, step => step.Contains(index));
        }
    }
}
