using Dashboard.Mail;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Mail;

public sealed class SmtpConnectionTests
{
    private static readonly OutgoingMail Mail = new("bea@acme.example", "Hello", "In words");

    [Fact]
    public async Task Consecutive_messages_share_a_connection()
    {
        var signIns = 0;
        await using var server = new ScriptedMailServer(said =>
        {
            if (said.Verb == "AUTH")
                signIns++;
            return null;
        });
        using var host = MailHost.Smtp(
            server.Port,
            ("Email:Smtp:User", "staff"),
            ("Email:Smtp:Password", "secret")
        );
        for (var i = 0; i < 5; i++)
            await host.SendAsync(Mail);
        Assert.Equal((5, 1, 1), (server.Taken.Count, server.Connections, signIns));
    }

    [Fact]
    public async Task Concurrent_messages_use_separate_connections()
    {
        var all = new TaskCompletionSource();
        var waiting = 0;
        await using var server = ScriptedMailServer.Slow(async said =>
        {
            // No client gets a response before all have connected.
            if (said.Verb == "." && Interlocked.Increment(ref waiting) == 3)
                all.SetResult();
            if (said.Verb == ".")
                await all.Task;
            return null;
        });
        using var host = MailHost.Smtp(server.Port);
        await Task.WhenAll(host.SendAsync(Mail), host.SendAsync(Mail), host.SendAsync(Mail));
        Assert.Equal((3, 3), (server.Taken.Count, server.Connections));
    }

    [Theory]
    [InlineData(ScriptedMailServer.Drop)]
    [InlineData("421 session limit reached")]
    public async Task A_dead_connection_is_replaced(string ending)
    {
        await using var server = new ScriptedMailServer(said =>
            said is { Verb: "MAIL", Connection: 1, Message: 2 } ? ending : null
        );
        using var host = MailHost.Smtp(server.Port);
        await host.SendAsync(Mail);
        await host.SendAsync(Mail);
        Assert.Equal((2, 2), (server.Taken.Count, server.Connections));
    }

    [Fact]
    public async Task A_started_message_is_not_repeated_on_another_connection()
    {
        await using var server = new ScriptedMailServer(said =>
            said is { Verb: ".", Message: 2 } ? ScriptedMailServer.Drop : null
        );
        using var host = MailHost.Smtp(server.Port);
        await host.SendAsync(Mail);
        var failed = await Assert.ThrowsAsync<MailException>(() => host.SendAsync(Mail));
        Assert.Equal(MailFailure.Unsure, failed.Failure);
        Assert.Equal(2, server.Taken.Count);
    }

    [Fact]
    public async Task A_refused_message_leaves_the_connection_to_the_next()
    {
        await using var server = new ScriptedMailServer(said =>
            said is { Verb: "RCPT", Message: 1 } ? "550 no" : null
        );
        using var host = MailHost.Smtp(server.Port);
        await Assert.ThrowsAsync<MailException>(() => host.SendAsync(Mail));
        await host.SendAsync(Mail);
        Assert.Equal((1, 1), (server.Taken.Count, server.Connections));
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        await using var server = new ScriptedMailServer(_ => null);
        using var host = MailHost.Smtp(server.Port);
        await host.SendAsync(Mail);
        host.Time.Advance(SmtpConnections.IdleFor - TimeSpan.FromSeconds(1));
        Assert.Equal(0, server.Closed);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => server.Closed == 1, "the idle connection was closed");
    }

    [Fact]
    public async Task A_connection_carries_a_hundred_messages_at_most()
    {
        await using var server = new ScriptedMailServer(_ => null);
        using var host = MailHost.Smtp(server.Port);
        for (var i = 0; i <= SmtpConnections.MaxMessages; i++)
            await host.SendAsync(Mail);
        Assert.Equal((101, 2), (server.Taken.Count, server.Connections));
    }
}
