using Dashboard.Domain.Notices;
using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>The team hears once that e-mails to customers are paused, and once that they go on.</summary>
public sealed class PauseNoticesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public async ValueTask InitializeAsync()
    {
        await using var db = _database.CreateDbContext();
        var settings = await db.NoticeSettings.SingleOrDefaultAsync(Token);
        if (settings is null)
            db.Add(settings = new NoticeSettings());
        settings.Recipients = "ops@acme.example";
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_refused_sender_is_told_at_once_and_so_is_the_first_accepted_message()
    {
        var isOpen = false;
        await using var server = new ScriptedMailServer(said =>
            !isOpen && said.Verb == "MAIL" ? "550 account suspended" : null
        );
        await _database.QueueManyAsync(3);
        await using var host = await DispatcherHost.StartAsync(_database, _time, server.Port);
        await host.PassTimeUntilAsync(async () => (await ToldAsync()).Count > 0, "the team was told");
        var paused = Assert.Single(await ToldAsync());
        Assert.Equal(NoticeKind.SendingPaused, paused.Kind);
        Assert.Contains("account suspended", NoticeContents.Read<SendingFacts>(paused.Content).Reason);

        isOpen = true;
        await host.PassTimeUntilAsync(async () => (await ToldAsync()).Count > 1, "the team was told again");
        Assert.Equal(
            [NoticeKind.SendingPaused, NoticeKind.SendingResumed],
            (await ToldAsync()).Select(n => n.Kind)
        );
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_told_after_five_minutes()
    {
        var notices = new PauseNotices(_database, _time);
        var away = new DispatcherSnapshot(
            PausedSince: _time.GetUtcNow(),
            PausedUntil: _time.GetUtcNow(),
            LastFailure: "The mail server can't be reached."
        );
        _time.Advance(PauseNotices.Patience - TimeSpan.FromSeconds(1));
        await notices.LookAsync(away, Token);
        Assert.Empty(await ToldAsync());

        _time.Advance(TimeSpan.FromSeconds(1));
        await notices.LookAsync(away, Token);
        await notices.LookAsync(away, Token);
        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task Another_node_goes_on_from_what_was_told()
    {
        var refused = new DispatcherSnapshot(
            PausedSince: _time.GetUtcNow(),
            PausedUntil: _time.GetUtcNow(),
            IsSenderRefused: true
        );
        await new PauseNotices(_database, _time).LookAsync(refused, Token);

        var other = new PauseNotices(_database, _time);
        // It has tried nothing yet, then it is refused as well, and then a message is accepted.
        await other.LookAsync(new DispatcherSnapshot(), Token);
        await other.LookAsync(refused, Token);
        Assert.Single(await ToldAsync());
        _time.Advance(TimeSpan.FromHours(1));
        await other.LookAsync(new DispatcherSnapshot(LastSentAt: _time.GetUtcNow()), Token);

        Assert.Equal(
            [NoticeKind.SendingPaused, NoticeKind.SendingResumed],
            (await ToldAsync()).Select(n => n.Kind)
        );
    }

    private async Task<List<TeamNotice>> ToldAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db.TeamNotices.AsNoTracking().OrderBy(n => n.CreatedAt).ToListAsync(Token);
    }
}
