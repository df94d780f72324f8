using Dashboard.Access;
using Dashboard.Domain;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Funnel;
using Dashboard.Features.Batches;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Features.Sending;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Batches;

public sealed class BatchQueriesTests : IDisposable
{
    private readonly SendingHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Batches_are_paged_latest_first_with_their_state()
    {
        await AddBatchAsync("b1", 1);
        await AddBatchAsync("b2", 2);
        await AddBatchAsync("b3", 2);
        await EmailAsync("b2", "u1", EmailState.Sending);
        await EmailAsync("b3", "u2", EmailState.Sent);
        var first = await _host.Queries().PageAsync(TimeOrder.Newest, null, 2, Token);
        var second = await _host.Queries().PageAsync(TimeOrder.Newest, first.Next, 2, Token);
        Assert.Equal([("b3", false), ("b2", true)], first.Rows.Select(r => (r.Batch.Id, r.IsRunning)));
        Assert.Equal(["b1"], second.Rows.Select(r => r.Batch.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_batch_is_counted_by_state_and_obstacle()
    {
        await AddBatchAsync("b1", 1);
        await AddBatchAsync("b2", 1);
        await EmailAsync("b1", "u1", EmailState.Sent);
        await EmailAsync("b1", "u2", EmailState.Queued);
        await EmailAsync("b1", "u3", EmailState.Sending);
        await EmailAsync("b2", "u4", EmailState.Failed);
        await SkippedAsync("b1", "u5", EmailObstacle.Repaired);
        await SkippedAsync("b1", "u6", EmailObstacle.Repaired);
        var status = await _host.Queries().FindAsync("b1", Token);
        Assert.Equal((2, 3, true), (status!.Waiting, status.Settled, status.IsRunning));
        Assert.Equal(0, status.Of(EmailState.Failed));
        Assert.Equal(2, status.ByObstacle[EmailObstacle.Repaired]);
        Assert.Null(await _host.Queries().FindAsync("none", Token));
    }

    [Fact]
    public async Task The_emails_of_a_batch_are_listed_by_part_and_page()
    {
        await _host.PersonAsync("u1");
        await AddBatchAsync("b1", 1);
        await EmailAsync("b1", "u1", EmailState.Queued);
        await EmailAsync("b1", "u2", EmailState.Sending);
        await EmailAsync("b1", "u3", EmailState.Sent);
        await SkippedAsync("b1", "u4", EmailObstacle.OptedOut);
        await SkippedAsync("b1", "u5", EmailObstacle.Repaired);
        Assert.Equal(5, (await ListAsync(BatchPart.All)).Count);
        Assert.Equal(["u1", "u2"], (await ListAsync(BatchPart.Waiting)).Select(r => r.UserId).Order());
        Assert.Equal(
            "Name of u1",
            (await ListAsync(BatchPart.Waiting)).Single(r => r.UserId == "u1").UserName
        );
        Assert.Equal("u5", Assert.Single(await ListAsync(BatchPart.Skipped, EmailObstacle.Repaired)).UserId);

        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await _host.Queries().EmailsAsync(new("b1", BatchPart.All, null), after, 2, Token);
            seen.AddRange(page.Rows.Select(r => r.UserId));
            after = page.Next;
        } while (after is not null);
        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], seen.Order());
    }

    [Fact]
    public async Task The_outcome_counts_the_e_mails_of_the_batch_only()
    {
        await AddBatchAsync("b1", 0);
        foreach (var user in new[] { "silent", "opened", "repaired", "otherwise", "other-batch" })
            await _host.Database.BrokenAsync(user);
        await SentAsync("silent");
        await SentAsync("opened", link => link.Open(Made));
        await SentAsync("repaired", Complete);
        await SentAsync("otherwise");
        await _host.Database.SentAsync("other-batch", Made, Complete);
        await _host.Database.EventsAsync(
            Some.Fixed(30, "repaired-c", "repaired"),
            Some.Fixed(30, "otherwise-c", "otherwise"),
            Some.Fixed(30, "other-batch-c", "other-batch")
        );

        var batch = (await _host.Queries().FindAsync("b1", Token))!.Batch;
        var figures = await _host.Queries().FunnelAsync(batch, Token);

        Assert.Equal(
            new EmailFigures(Sent: 4, Bounced: 0, Opened: 2, Started: 1, Repaired: 1),
            figures.Emails
        );
        Assert.Equal(2, figures.Of(LinkOrigin.Email).RepairedAfter);
    }

    [Fact]
    public async Task The_links_of_a_batch_are_found_in_indexes()
    {
        await using var db = _host.Database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(db, FunnelCount.Rows(db, BatchQueries.Links(db, "b1"), Made));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_without_permission_reads_no_batches()
    {
        var queries = new BatchQueries(_host.Database, ActorScope.Of(ApiScope.Links));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.FindAsync("b1", Token));
    }

    [Theory]
    [InlineData(null, null, BatchPart.All, "/emails/batches/b1")]
    [InlineData("skipped", null, BatchPart.Skipped, "/emails/batches/b1?show=Skipped")]
    [InlineData("Sent", "Repaired", BatchPart.Skipped, "/emails/batches/b1?why=Repaired")]
    [InlineData("17", "nonsense", BatchPart.All, "/emails/batches/b1")]
    public void The_URL_keeps_the_filters(string? show, string? why, BatchPart part, string uri)
    {
        var view = BatchView.Read("b1", show, why);
        Assert.Equal((part, uri), (view.Part, view.ToUri()));
    }

    private static DateTimeOffset Made => Some.Noon.AddMinutes(10);

    private Task SentAsync(string user, Action<ReconnectLink>? then = null) =>
        _host.Database.SentAsync(user, Made, then, "b1");

    private static void Complete(ReconnectLink link)
    {
        link.Open(Made.AddMinutes(5));
        link.Start(Made.AddMinutes(6));
        link.Return("SUCCESS", Made.AddMinutes(10));
    }

    private async Task<IReadOnlyList<BatchEmail>> ListAsync(BatchPart part, EmailObstacle? obstacle = null) =>
        (await _host.Queries().EmailsAsync(new("b1", part, obstacle), null, 50, Token)).Rows;

    private Task AddBatchAsync(string id, int day) => _host.Database.BatchAsync(id, Some.Noon.AddDays(day));

    private Task<Email> EmailAsync(string batchId, string userId, EmailState state) =>
        _host.Database.EmailOfAsync(userId, state, Some.Noon, batchId: batchId);

    private Task SkippedAsync(string batchId, string userId, EmailObstacle obstacle) =>
        _host.ChangeAsync(db =>
        {
            var email = Email.Create(userId, EmailTrigger.Operator, "Ana", Some.Noon, batchId: batchId);
            email.Skip(obstacle, Some.Noon);
            db.Emails.Add(email);
            return Task.CompletedTask;
        });
}
