using Dashboard.Domain.Notices;
using Dashboard.Features.Notices.Sending;
using Dashboard.Mail;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Notices;

public sealed class NoticeSendingTests : IDisposable
{
    private readonly NoticeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_notice_is_sent_once_per_channel_by_several_nodes()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await WantAsync("ana@acme.example", receiver);
        await _host.HappenAsync();
        await Task.WhenAll(_host.Sender().SendDueAsync(Token), _host.Sender().SendDueAsync(Token));
        await _host.Sender().SendDueAsync(Token);
        Assert.Single(receiver.Bodies);
        Assert.Contains("120 connections are broken", Assert.Single(_host.Mail.Sent).Subject);
        Assert.All(await _host.NoticesAsync(), n => Assert.Equal(NoticeState.Sent, n.State));
    }

    [Fact]
    public async Task What_fails_for_now_is_tried_again_later_and_given_up_after_a_day()
    {
        await WantAsync("ana@acme.example");
        await _host.HappenAsync();
        _host.Mail.Failure = new MailException("The mail server is away.", MailFailure.Unavailable);
        await _host.Sender().SendDueAsync(Token);
        var waiting = Assert.Single(await _host.NoticesAsync());
        Assert.Equal((NoticeState.Queued, "The mail server is away."), (waiting.State, waiting.LastError));
        Assert.Equal(Some.Noon.AddSeconds(30), waiting.NotBefore);

        for (var hour = 0; hour < 26; hour++)
        {
            _host.Time.Advance(TimeSpan.FromHours(1));
            await _host.Sender().SendDueAsync(Token);
        }
        Assert.Equal(NoticeState.Failed, Assert.Single(await _host.NoticesAsync()).State);
    }

    [Fact]
    public async Task The_webhook_is_left_alone_for_as_long_as_it_asks()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "600";
            return Task.CompletedTask;
        };
        await WantAsync("", receiver);
        await _host.HappenAsync();
        await _host.Sender().SendDueAsync(Token);
        _host.Time.Advance(TimeSpan.FromSeconds(599));
        await _host.Sender().SendDueAsync(Token);
        Assert.Single(receiver.Bodies);
        receiver.Answer = context => context.Response.WriteAsync("ok");
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await _host.Sender().SendDueAsync(Token);
        Assert.Equal(NoticeState.Sent, Assert.Single(await _host.NoticesAsync()).State);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_fails_at_once_and_no_log_or_row_has_its_address()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 410;
            return context.Response.WriteAsync(context.Request.Path);
        };
        await WantAsync("", receiver);
        await _host.HappenAsync();
        await _host.Sender().SendDueAsync(Token);
        var failed = Assert.Single(await _host.NoticesAsync());
        Assert.Equal(NoticeState.Failed, failed.State);
        Assert.Contains("127.0.0.1 responded with 410", failed.LastError);
        Assert.DoesNotContain(_host.Log.Lines, line => line.Contains(WebhookReceiver.Secret));
        Assert.DoesNotContain(WebhookReceiver.Secret, failed.LastError);
    }

    [Fact]
    public async Task A_notice_of_a_killed_node_is_sent_after_its_claim_expired()
    {
        await WantAsync("ana@acme.example");
        await _host.HappenAsync();
        await using var db = _host.Database.CreateDbContext();
        var until = Some.Noon.AddMinutes(5);
        await db.TeamNotices.ExecuteUpdateAsync(
            s => s.SetProperty(n => n.State, NoticeState.Sending).SetProperty(n => n.NotBefore, until),
            Token
        );
        await _host.Sender().SendDueAsync(Token);
        Assert.Empty(_host.Mail.Sent);
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.Sender().SendDueAsync(Token);
        Assert.Single(_host.Mail.Sent);
    }

    [Fact]
    public async Task Two_nodes_write_one_digest_a_day_and_it_counts_what_happened()
    {
        await _host.Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade <&>");
        await _host.Database.EventsAsync(
            Some.Added(-3000, "c1"),
            Some.Added(-3000, "c2"),
            Some.Broken(-2880, "c1"),
            Some.Broken(-60, "c2"),
            Some.Fixed(-30, "c2")
        );
        await WantAsync("ana@acme.example");
        await _host.SettingsAsync(s => s.DigestAt = new TimeOnly(8, 0));
        await Task.WhenAll(Writer().WriteIfDueAsync(Token), Writer().WriteIfDueAsync(Token));
        var digest = NoticeContents.Read<DigestFacts>(Assert.Single(await _host.NoticesAsync()).Content);
        Assert.Equal((1, 1, 1), (digest.BrokenNow, digest.Broke, digest.Repaired));
        Assert.Equal(Some.Noon.AddMinutes(-2880), digest.OldestBreak);
        await _host.Sender().SendDueAsync(Token);
        var mail = Assert.Single(_host.Mail.Sent);
        Assert.Contains("Questrade <&>: 1", mail.Text);
        Assert.Contains("Questrade &lt;&amp;&gt;: 1", mail.Html);
        Assert.Contains("https://dashboard.example/", mail.Text);

        _host.Time.Advance(TimeSpan.FromHours(20));
        await Writer().WriteIfDueAsync(Token);
        Assert.Equal(2, (await _host.NoticesAsync()).Count);
    }

    [Fact]
    public async Task Crossing_the_threshold_is_reported_once_in_each_direction()
    {
        await WantAsync("ana@acme.example");
        await _host.SettingsAsync(s => s.Threshold = 2);
        await _host.Database.EventsAsync([
            .. Enumerable.Range(1, 3).Select(i => Some.Broken(0, $"c{i}", $"u{i}")),
        ]);
        await Task.WhenAll(Watch().LookAsync(Token), Watch().LookAsync(Token));
        await Watch().LookAsync(Token);
        Assert.Equal(NoticeKind.ThresholdCrossed, Assert.Single(await _host.NoticesAsync()).Kind);
        await _host.Database.EventsAsync(Some.Fixed(1, "c1", "u1"));
        await Watch().LookAsync(Token);
        Assert.Single(await _host.NoticesAsync());
        await _host.Database.EventsAsync(Some.Fixed(1, "c2", "u2"));
        await Watch().LookAsync(Token);
        await Watch().LookAsync(Token);
        Assert.Single(await _host.NoticesAsync(), n => n.Kind == NoticeKind.ThresholdLeft);
    }

    private DigestWriter Writer() => new(_host.Database, _host.Time);

    private ThresholdWatch Watch() => new(_host.Database, _host.Time);

    private Task WantAsync(string recipients, WebhookReceiver? receiver = null) =>
        _host.SettingsAsync(s =>
            (s.Recipients, s.ProtectedWebhook) = (
                recipients,
                receiver is null ? null : _host.Secret.Protect(receiver.Address)
            )
        );
}
