using Dashboard.Domain.Emails;
using Dashboard.E2E.Support;
using Dashboard.Tests.Support;
using Eventually = Dashboard.E2E.Support.Eventually;

namespace Dashboard.E2E;

/// <summary>Checks that no customer gets a message twice when the process is killed.</summary>
public sealed class EmailKillTests
{
    private const int Emails = 400;

    // The number of e-mails that a dispatcher sends concurrently.
    private const int MaxUnsure = 4;

    [Fact]
    public async Task A_server_killed_while_sending_sends_nothing_twice_and_marks_unknown_deliveries()
    {
        await using var mail = await MailServer.StartAsync();
        await using var server = await DashboardProcess.StartLiveAsync(
            ("SnapTrade__ClientId", WebhookFire.ClientId),
            ("SnapTrade__ConsumerKey", WebhookFire.ConsumerKey),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("Logging__LogLevel__Default", "Error"),
            ("Email__Mode", "Smtp"),
            ("Email__From", "Acme <staff@acme.example>"),
            ("Email__Smtp__Host", "127.0.0.1"),
            ("Email__Smtp__Port", $"{mail.Port}"),
            ("Email__Smtp__Security", "None"),
            ("Email__PerMinute", "0"),
            ("Email__PerDomainPerMinute", "0")
        );
        var seed = new EmailSeed(server.DatabasePath);
        await seed.QueueAsync(Emails);
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult(mail.Count >= Emails / 4),
            TimeSpan.FromMinutes(1)
        );
        await server.KillAsync();
        var left = await seed.CountAsync();
        Assert.True(left.GetValueOrDefault(EmailState.Queued) > 0, "The kill came after the last e-mail.");

        await server.RestartAsync();
        // The lease of the killed process must expire first.
        await Eventually.BecomesTrueAsync(IsDoneAsync, TimeSpan.FromMinutes(2));
        var ended = await seed.CountAsync();
        var unsure = ended.GetValueOrDefault(EmailState.Unsure);
        Assert.InRange(unsure, 0, MaxUnsure);
        Assert.Equal(Emails, ended.GetValueOrDefault(EmailState.Sent) + unsure);
        List<string> arrived = [.. mail.Taken().Select(m => m.MessageId!)];
        Assert.Equal(arrived.Count, arrived.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(arrived.Count, Emails - unsure, Emails);

        async Task<bool> IsDoneAsync()
        {
            var now = await seed.CountAsync();
            return !now.ContainsKey(EmailState.Queued) && !now.ContainsKey(EmailState.Sending);
        }
    }
}
