using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Outbox;

public sealed class OutboxQueriesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddDays(1));
    private readonly TestDatabase _database;
    private readonly OutboxQueries _queries;

    public OutboxQueriesTests()
    {
        _database = new TestDatabase(_time);
        _queries = new OutboxQueries(_database, ActorScope.Of(Role.Manager), _time);
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat_even_within_one_instant()
    {
        for (var i = 0; i < 7; i++)
            await _database.AddEmailAsync($"u{i}", Some.Noon.AddMinutes(i / 3), e => e.Cancel(Some.Noon));
        List<string> seen = [];
        OutboxPosition? place = null;
        do
        {
            var page = await PageAsync(OutboxView.Default, place, 2);
            seen.AddRange(page.Rows.Select(r => r.Email.UserId));
            place = page.Next;
        } while (place is not null);
        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, seen.Count);
        Assert.Equal("u6", seen[0]);
    }

    [Fact]
    public async Task States_triggers_and_searches_narrow_it()
    {
        await _database.BrokenAsync("zoe");
        await _database.BrokenAsync("max", "Max.Power@example.com");
        await _database.AddEmailAsync("zoe", Some.Noon, trigger: EmailTrigger.Policy);
        await _database.AddEmailAsync("max", Some.Noon, e => e.Fail("refused", Some.Noon));
        var (sent, _) = await _database.SentAsync("zoe", Some.Noon.AddMinutes(1));
        await ChangeAsync(sent.Id, e => e.Bounce(isHard: true, "no such user", Some.Noon));

        Assert.Equal(["zoe"], await UsersAsync(new(OutboxKind.Waiting, null, null)));
        Assert.Equal(["max"], await UsersAsync(new(OutboxKind.Failed, null, null)));
        Assert.Equal(["zoe"], await UsersAsync(new(OutboxKind.Sent, null, null)));
        Assert.Equal(["zoe"], await UsersAsync(new(OutboxKind.Bounced, null, null)));
        Assert.Empty(await UsersAsync(new(OutboxKind.Skipped, null, null)));
        Assert.Equal(["zoe"], await UsersAsync(new(OutboxKind.All, EmailTrigger.Policy, null)));
        Assert.Equal(["max"], await UsersAsync(new(OutboxKind.All, null, "max.power@EXAMPLE")));
        Assert.Equal(["zoe", "zoe"], await UsersAsync(new(OutboxKind.All, null, "Name of z")));
        Assert.Equal(["zoe"], await UsersAsync(new(OutboxKind.Sent, null, "zoe@example.com")));
    }

    [Fact]
    public async Task An_email_brings_its_connections_with_what_became_of_them()
    {
        await _database.BrokenAsync("zoe");
        var made = Some.Noon.AddMinutes(5);
        await _database.SentAsync(
            "zoe",
            made,
            link =>
            {
                link.Open(made.AddMinutes(1));
                link.Start(made.AddMinutes(2));
            }
        );
        var before = Assert.Single((await PageAsync(OutboxView.Default, null, 5)).Rows);
        Assert.Equal(LinkStatus.Active, Assert.Single(before.Items).Status);
        Assert.Equal("sent, opened, started, not repaired", EmailSteps.Of(before)!.Words);

        await _database.EventsAsync(Some.Fixed(10, "zoe-c", "zoe"));

        var after = Assert.Single((await PageAsync(OutboxView.Default, null, 5)).Rows);
        Assert.Equal(LinkStatus.Repaired, Assert.Single(after.Items).Status);
        Assert.True(after.Items[0].Outcome.IsByLink);
        Assert.Equal("sent, opened, started, repaired 5 min later", EmailSteps.Of(after)!.Words);
        Assert.Equal("Name of zoe", after.UserDisplayName);
    }

    [Fact]
    public async Task Only_newer_e_mails_that_match_are_counted()
    {
        var first = await _database.AddEmailAsync("a", Some.Noon, e => e.Cancel(Some.Noon));
        await _database.AddEmailAsync("b", Some.Noon.AddMinutes(1), e => e.Cancel(Some.Noon));
        await _database.AddEmailAsync("c", Some.Noon.AddMinutes(2));
        var place = new TimePosition(first.CreatedAt, first.Id);
        Assert.Equal(2, await NewerAsync(OutboxView.Default, place, 10));
        Assert.Equal(1, await NewerAsync(OutboxView.Default, place, 1));
        Assert.Equal(1, await NewerAsync(new(OutboxKind.Waiting, null, null), place, 10));
        Assert.Equal(3, await NewerAsync(OutboxView.Default, null, 10));
    }

    [Fact]
    public async Task The_pulse_counts_open_e_mails()
    {
        await _database.AddEmailAsync("a", Some.Noon);
        await _database.AddEmailAsync("b", Some.Noon);
        await _database.AddEmailAsync("c", Some.Noon, e => e.MarkSent(Some.Noon.AddMinutes(1)));
        Assert.Equal(
            new OutboxPulse(Waiting: 2, SentLastMinute: 0, Some.Noon.AddMinutes(1)),
            await _queries.PulseAsync(Token)
        );
    }

    [Fact]
    public async Task Keys_without_permission_read_no_e_mails()
    {
        var closed = new OutboxQueries(_database, ActorScope.Of(ApiScope.Links), _time);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            closed.PageAsync(OutboxView.Default, null, 5, Token)
        );
    }

    [Theory]
    [InlineData("?state=bounced&trigger=api&q=%20zoe%20", "/emails?state=Bounced&trigger=Api&q=zoe")]
    [InlineData("?state=7x&trigger=nobody&q=", "/emails")]
    [InlineData("?state=all", "/emails")]
    [InlineData("?sort=User", "/emails?sort=user")]
    [InlineData("?sort=newest", "/emails")]
    [InlineData("?sort=outcome", "/emails")]
    public void The_URL_keeps_the_filters(string query, string address)
    {
        var parts = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        string? Part(string name) => parts.TryGetValue(name, out var value) ? value.ToString() : null;
        Assert.Equal(
            address,
            OutboxView.Read(Part("state"), Part("trigger"), Part("q"), Part("since"), Part("sort")).ToUri()
        );
    }

    [Fact]
    public void Every_list_is_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var place = new OutboxPosition(new(Some.Noon, "e1"), "u1");
        foreach (var kind in Enum.GetValues<OutboxKind>())
        {
            var view = new OutboxView(kind, EmailTrigger.Policy, "zoë_");
            foreach (
                var found in (FoundUsers[])
                    [
                        FoundUsers.Tested([new("zoe", AreFew: false), new("lima", AreFew: true)]),
                        FoundUsers.Listed(["u1"]),
                    ]
            )
            {
                var emails = OutboxSearch.Compose(db, view, place, found);
                AssertValid(OutboxSearch.Rows(db, emails).Take(51).ToQueryString());
                AssertValid(OutboxSearch.Newer(db, view, place.Created, found).Take(100).ToQueryString());
            }
        }
        AssertValid(ReconnectFunnel.Links(db, Some.Noon, Some.Noon.AddDays(7)).ToQueryString());
        AssertValid(ReconnectFunnel.Sent(db, Some.Noon, Some.Noon.AddDays(7)).ToQueryString());
        AssertValid(
            Dashboard
                .Features.BlockedAddresses.SuppressedAddresses.Compose(
                    db,
                    new("zo", Sort: default),
                    new(Some.Noon, "zoe@example.com")
                )
                .Take(51)
                .ToQueryString()
        );
    }

    [Theory]
    [InlineData(OutboxKind.All, "IX_Emails_CreatedAt_Id (CreatedAt<?)")]
    [InlineData(OutboxKind.Failed, "IX_Emails_State_CreatedAt_Id (State=? AND CreatedAt<?)")]
    public async Task A_later_page_is_found_in_an_index_without_sorting(OutboxKind kind, string index)
    {
        await using var db = _database.CreateDbContext();
        var place = new OutboxPosition(new(Some.Noon, "e1"), "u1");
        var query = OutboxSearch.Compose(db, new OutboxView(kind, null, null), place, found: null).Take(51);
        var plan = await QueryPlan.OfAsync(db, query);
        Assert.Contains(plan, step => step.Contains(index));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task A_trigger_and_the_load_of_the_last_minute_are_found_in_indexes()
    {
        await using var db = _database.CreateDbContext();
        var view = new OutboxView(OutboxKind.All, EmailTrigger.Api, null);
        var list = await QueryPlan.OfAsync(
            db,
            OutboxSearch.Compose(db, view, after: null, found: null).Take(51)
        );
        Assert.Contains(list, step => step.Contains("IX_Emails_Trigger_CreatedAt_Id (Trigger=?"));

        var sent = await QueryPlan.OfAsync(db, OutboxSearch.SentSince(db, Some.Noon));
        Assert.Contains(sent, step => step.Contains("IX_Emails_ClaimedAt (ClaimedAt>?)"));
    }

    private Task<Page<OutboxRow, OutboxPosition>> PageAsync(
        OutboxView view,
        OutboxPosition? after,
        int limit
    ) => _queries.PageAsync(view, after, limit, Token);

    private Task<int> NewerAsync(OutboxView view, TimePosition? than, int most) =>
        _queries.CountNewerAsync(view, than, most, Token);

    private async Task<List<string>> UsersAsync(OutboxView view) =>
        [.. (await PageAsync(view, null, 50)).Rows.Select(r => r.Email.UserId)];

    private async Task ChangeAsync(string id, Action<Email> change)
    {
        await using var db = _database.CreateDbContext();
        change(await db.Emails.SingleAsync(e => e.Id == id, Token));
        await db.SaveChangesAsync(Token);
    }
}
