using System.Net;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Notices;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks.Deliveries;

/// <summary>The dead man's switch of a whole server: webhooks arrive at a rhythm, stop, and arrive again.</summary>
public sealed class SilenceStoryTests : IAsyncDisposable
{
    private const int AtATime = 12;
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    private readonly DashboardServer _server;
    private long _delivered;

    public SilenceStoryTests() => _server = DashboardServer.Start(_time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Webhooks_that_stop_are_told_once_and_so_is_that_they_arrive_again()
    {
        await using (var db = _server.Database.CreateDbContext())
        {
            db.Add(new NoticeSettings { Recipients = "ops@acme.example" });
            await db.SaveChangesAsync(Token);
        }
        // Six whole hours have to be known; the first one is not.
        var end = _time.GetUtcNow().AddHours(8);
        for (var next = _time.GetUtcNow(); next < end; next += Rhythm)
        {
            if (next > _time.GetUtcNow())
                _time.Advance(next - _time.GetUtcNow());
            await DeliverAsync(AtATime);
        }
        Assert.Empty(await ToldAsync());
        var last = _time.GetUtcNow();

        await _time.UntilAsync(Step, async () => (await ToldAsync()).Count > 0, "the silence was told");

        // Sixty an hour: so long a silence is no chance, and a shorter one may be.
        var alarm = Assert.Single(await AlarmsAsync());
        Assert.Equal((WebhookAlarmKind.Silent, null), (alarm.Kind, alarm.EndedAt));
        Assert.InRange(alarm.StartedAt - last, TimeSpan.FromMinutes(50), TimeSpan.FromHours(3));

        _time.Advance(TimeSpan.FromMinutes(10));
        await DeliverAsync(1);
        await _time.UntilAsync(Step, async () => (await ToldAsync()).Count > 1, "the end was told");

        Assert.Equal([NoticeKind.WebhooksFailing, NoticeKind.WebhooksArriving], await ToldAsync());
        Assert.NotNull(Assert.Single(await AlarmsAsync()).EndedAt);
    }

    /// <summary>Delivers new events, and lets as much time pass as the server takes to store their count.</summary>
    private async Task DeliverAsync(int count)
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(_ =>
                    _server.DeliverAsync(
                        Signed.Post(Signed.Event("ACCOUNT_HOLDINGS_UPDATED", _time.GetUtcNow()))
                    )
                )
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Answer.StatusCode));
        _delivered += count;
        await _time.UntilAsync(Step, async () => await CountedAsync() == _delivered, "they were counted");
    }

    private async Task<long> CountedAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.DeliveryCounts.SumAsync(c => c.Count, Token);
    }

    private async Task<List<NoticeKind>> ToldAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.TeamNotices.OrderBy(n => n.CreatedAt).Select(n => n.Kind).ToListAsync(Token);
    }

    private async Task<List<WebhookAlarm>> AlarmsAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.WebhookAlarms.AsNoTracking().ToListAsync(Token);
    }
}
