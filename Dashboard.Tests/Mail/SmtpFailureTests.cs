using Dashboard.Mail;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Mail;

/// <summary>Tests the result of failures of real and scripted mail servers.</summary>
public sealed class SmtpFailureTests
{
    private static readonly OutgoingMail Mail = new("bea@acme.example", "Hello", "In words");

    [Fact]
    public async Task An_unknown_address_is_refused_permanently()
    {
        await using var server = await MailServer.StartAsync();
        using var host = MailHost.Smtp(server.Port);
        var failed = await FailureAsync(host, Mail with { To = "nobody@acme.example" });
        Assert.Equal(MailFailure.Refused, failed.Failure);
        Assert.Contains("550", failed.Message);
    }

    [Fact]
    public async Task A_greylisted_message_is_put_off_and_taken_later_over_the_same_connection()
    {
        await using var server = await MailServer.StartAsync();
        using var host = MailHost.Smtp(server.Port);
        var grey = Mail with { To = "grey@acme.example" };
        Assert.Equal(MailFailure.PutOff, (await FailureAsync(host, grey)).Failure);
        await host.SendAsync(grey);
        Assert.Single(server.Taken());
    }

    [Theory]
    [InlineData("EHLO", ScriptedMailServer.Drop)]
    [InlineData("MAIL", "421 too busy")]
    [InlineData("MAIL", "550 we do not know you")]
    [InlineData("MAIL", "530 sign in first")]
    [InlineData("MAIL", ScriptedMailServer.Drop)]
    [InlineData("RCPT", "421 closing")]
    [InlineData("DATA", ScriptedMailServer.Drop)]
    public async Task A_failure_that_affects_all_messages_is_unavailability(string verb, string answer) =>
        Assert.Equal(MailFailure.Unavailable, await FailureOfAsync(verb, answer));

    [Theory]
    [InlineData("RCPT", "451 later", MailFailure.PutOff)]
    [InlineData("RCPT", "550 no", MailFailure.Refused)]
    [InlineData(".", "451 later", MailFailure.PutOff)]
    [InlineData(".", "554 spam", MailFailure.Refused)]
    [InlineData(".", ScriptedMailServer.Drop, MailFailure.Unsure)]
    public async Task Delivery_is_unknown_without_an_answer_to_the_message(
        string verb,
        string answer,
        MailFailure expected
    ) => Assert.Equal(expected, await FailureOfAsync(verb, answer));

    [Theory]
    [InlineData("EHLO", true)]
    [InlineData("EHLO", false)]
    [InlineData("MAIL", true)]
    public async Task A_server_that_does_not_stop_talking_is_unavailable(string verb, bool inLines)
    {
        const int Much = (int)(2 * SmtpConnections.MaxReceived);
        var much = inLines
            ? string.Concat(Enumerable.Repeat("250-and another thing\r\n", Much / 20))
            : $"250-{new string('x', Much)}";
        await using var server = Scripted(verb, much);
        using var host = MailHost.Smtp(server.Port);

        var failed = await FailureAsync(host, Mail);

        Assert.Equal(MailFailure.Unavailable, failed.Failure);
        Assert.Contains("sends a longer response", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_lost_during_the_message_sends_nothing()
    {
        await using var server = Scripted("BODY", ScriptedMailServer.Drop);
        using var host = MailHost.Smtp(server.Port);
        // More than the buffers between the two hold, so that the end can't have left yet.
        var large = Mail with
        {
            Text = string.Join('\n', Enumerable.Repeat(new string('x', 70), 1_000_000)),
        };
        Assert.Equal(MailFailure.Unavailable, (await FailureAsync(host, large)).Failure);
        Assert.Empty(server.Taken);
    }

    [Theory]
    [InlineData("MAIL", MailFailure.Unavailable)]
    [InlineData("DATA", MailFailure.Unavailable)]
    [InlineData(".", MailFailure.Unsure)]
    public async Task Silence_before_the_end_of_the_message_is_unavailability(
        string verb,
        MailFailure expected
    )
    {
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedMailServer(said =>
        {
            if (said.Verb != verb)
                return null;
            reached.SetResult();
            return ScriptedMailServer.Silence;
        });
        using var host = MailHost.Smtp(server.Port, ("Email:Smtp:Timeout", "00:00:07"));
        var sending = host.SendAsync(Mail);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        host.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(expected, (await Assert.ThrowsAsync<MailException>(() => sending)).Failure);
    }

    [Theory]
    [InlineData("MAIL", false)]
    [InlineData(".", true)]
    public async Task A_cancelled_delivery_reports_whether_it_may_have_been_sent(string verb, bool isUnsure)
    {
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedMailServer(said =>
        {
            if (said.Verb != verb)
                return null;
            reached.SetResult();
            return ScriptedMailServer.Silence;
        });
        using var host = MailHost.Smtp(server.Port);
        using var patience = new CancellationTokenSource();
        var sending = host.Sender.SendAsync(Mail, patience.Token);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        await patience.CancelAsync();
        if (isUnsure)
            Assert.Equal(
                MailFailure.Unsure,
                (await Assert.ThrowsAsync<MailException>(() => sending)).Failure
            );
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_wrong_password_is_not_a_refused_message()
    {
        await using var server = Scripted("AUTH", "535 wrong");
        using var host = MailHost.Smtp(
            server.Port,
            ("Email:Smtp:User", "staff"),
            ("Email:Smtp:Password", "not a secret")
        );
        var failed = await FailureAsync(host, Mail);
        Assert.Equal(MailFailure.Unavailable, failed.Failure);
        Assert.Contains("Email__Smtp__Password", failed.Message);
        Assert.DoesNotContain("not a secret", failed.ToString());
    }

    [Theory]
    [InlineData("250-scripted\r\n250 8BITMIME", "offers no sign-in (AUTH)")]
    [InlineData("250-scripted\r\n250 AUTH XOAUTH2 GSSAPI-X", "only GSSAPI-X, XOAUTH2")]
    public async Task A_server_without_a_sign_in_for_a_password_is_reported_as_that(string ehlo, string words)
    {
        await using var server = Scripted("EHLO", ehlo);
        using var host = MailHost.Smtp(
            server.Port,
            ("Email:Smtp:User", "staff"),
            ("Email:Smtp:Password", "not a secret")
        );
        var failed = await FailureAsync(host, Mail);
        Assert.Equal(MailFailure.Unavailable, failed.Failure);
        Assert.Contains(words, failed.Message);
        Assert.DoesNotContain("certificate", failed.Message);
        Assert.DoesNotContain("not a secret", failed.ToString());
    }

    private static async Task<MailFailure> FailureOfAsync(string verb, string answer)
    {
        await using var server = Scripted(verb, answer);
        using var host = MailHost.Smtp(server.Port);
        return (await FailureAsync(host, Mail)).Failure;
    }

    private static ScriptedMailServer Scripted(string verb, string answer) =>
        new(said => said.Verb == verb ? answer : null);

    private static Task<MailException> FailureAsync(MailHost host, OutgoingMail mail) =>
        Assert.ThrowsAsync<MailException>(() => host.SendAsync(mail));
}
