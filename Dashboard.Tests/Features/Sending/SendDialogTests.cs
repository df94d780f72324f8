using AngleSharp.Dom;
using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Sending;

public sealed class SendDialogTests : SendingScreen
{
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;
    private Task<bool> _shown = null!;

    [Fact]
    public async Task The_message_is_previewed_before_anything_is_written()
    {
        await PersonAsync("zoe");
        Show("zoe");
        var frame = _dialogs.WaitForElement("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Equal("The message to Name of zoe", frame.GetAttribute("title"));
        Assert.DoesNotContain("/r/", frame.GetAttribute("srcdoc")!, StringComparison.Ordinal);
        Assert.Contains("zoe@example.com", _dialogs.Find(".send-to").TextContent, StringComparison.Ordinal);
        Assert.Contains("Lists 1 broken connection: Questrade.", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(await EmailsAsync());
    }

    [Fact]
    public async Task One_e_mail_lists_the_requested_connection_and_all_other_broken_ones()
    {
        await PersonAsync("zoe");
        await Database.EventsAsync(
            Some.Added(-60, "second", "zoe", "other-id"),
            Some.Broken(1, "second", "zoe")
        );
        Show(
            new EmailAudience("Name of zoe, Questrade", _ => new[] { "zoe" }.ToAsyncEnumerable(), "c of zoe")
        );
        _dialogs.WaitForElement("iframe");
        Assert.Contains("Lists 2 broken connections", _dialogs.Markup, StringComparison.Ordinal);

        Button("Send 1 e-mail").Click();

        _dialogs.WaitForAssertion(() =>
            Assert.Contains("The e-mail is queued", _dialogs.Markup, StringComparison.Ordinal)
        );
        var email = Assert.Single(await EmailsAsync());
        Assert.Equal(("c of zoe", null), (email.ConnectionId, email.BatchId));
        Assert.Equal($"/emails/{email.Id}", _dialogs.Find("a.btn.primary").GetAttribute("href"));
        Button("Close").Click();
        Assert.True(await _shown);
    }

    [Fact]
    public async Task A_batch_states_its_counts_and_links_to_its_page()
    {
        await PersonAsync("zoe");
        await PersonAsync("ana");
        Show("zoe", "ana", "stranger-1", "stranger-2");
        _dialogs.WaitForElement("iframe");
        Assert.Contains("2 of 4 get none", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains(
            "No e-mail address",
            _dialogs.Find(".send-left-out summary").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "stranger-1, stranger-2",
            _dialogs.Find(".send-names").TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(_dialogs.FindAll(".send-anyway"));

        Button("Send 2 e-mails").Click();

        _dialogs.WaitForAssertion(() =>
            Assert.Contains("2 e-mails are queued", _dialogs.Markup, StringComparison.Ordinal)
        );
        await using var db = Database.CreateDbContext();
        var batch = await db.EmailBatches.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"/emails/batches/{batch.Id}", _dialogs.Find("a.btn.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task Each_recipients_message_can_be_previewed()
    {
        await PersonAsync("zoe");
        await PersonAsync("ana");
        Show("zoe", "ana");
        _dialogs.WaitForElement("iframe[title='The message to Name of zoe']");
        _dialogs.Find("[aria-label='Next message']").Click();
        _dialogs.WaitForElement("iframe[title='The message to Name of ana']");
        Assert.Equal("2 of 2", _dialogs.Find(".send-pager [role=status]").TextContent);
        _dialogs.Find("[aria-label='Previous message']").Click();
        _dialogs.WaitForElement("iframe[title='The message to Name of zoe']");
    }

    [Fact]
    public async Task Within_the_cool_down_sending_requires_a_reason()
    {
        await PersonAsync("zoe");
        await Database.EmailOfAsync("zoe", EmailState.Sent, Now.AddHours(-2));
        Show("zoe");
        var sendAnyway = _dialogs.WaitForElement(".send-anyway input");
        Assert.Contains("Written to a short while ago", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(_dialogs.FindAll("iframe"));
        Assert.DoesNotContain(
            _dialogs.FindAll("button"),
            b => b.TextContent.Contains("Send 1", StringComparison.Ordinal)
        );

        sendAnyway.Change(true);
        _dialogs.WaitForElement("iframe");
        Button("Send 1 e-mail").Click();
        Assert.Contains(
            "Say why first.",
            _dialogs.Find("[role=alert]").TextContent,
            StringComparison.Ordinal
        );
        Assert.Single(await EmailsAsync());

        _dialogs.Find("textarea").Input("They are on the phone");
        Button("Send 1 e-mail").Click();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("The e-mail is queued", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Equal(
            "They are on the phone",
            (await EmailsAsync()).Single(e => e.State == EmailState.Queued).OverrideReason
        );
    }

    [Fact]
    public async Task A_queued_e_mail_can_be_made_due()
    {
        await PersonAsync("zoe");
        await Database.EmailOfAsync("zoe", EmailState.Queued, Now);
        Show("zoe");
        _dialogs.WaitForElement(".send-left-out");
        Button("Send it next").Click();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("A message was on its way already", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.True(Assert.Single(await EmailsAsync()).IsUrgent);
    }

    [Fact]
    public async Task Without_recipients_there_is_nothing_to_confirm()
    {
        Show();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Nobody to write to", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(_dialogs.FindAll(".btn.primary"));
        Button("Close").Click();
        Assert.False(await _shown);
    }

    [Fact]
    public void An_audience_that_is_too_large_is_reported()
    {
        var many = Enumerable.Range(0, SendPlan.MaxUsers + 1).Select(i => $"stranger-{i}");
        Show(new EmailAudience("All", _ => many.ToAsyncEnumerable()));
        _dialogs.WaitForAssertion(
            () => Assert.Contains("More than 50,000 customers.", _dialogs.Markup, StringComparison.Ordinal),
            TimeSpan.FromSeconds(60)
        );
        Assert.Contains("Narrow the list", _dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(_dialogs.FindAll(".btn.primary"));
    }

    [Fact]
    public async Task Progress_is_shown_during_planning()
    {
        var more = new TaskCompletionSource();
        Show(new EmailAudience("All", _ => SlowlyAsync()));
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Looked at 500 customers…", _dialogs.Markup, StringComparison.Ordinal)
        );
        more.SetResult();
        _dialogs.WaitForElement(".send-left-out");

        async IAsyncEnumerable<string> SlowlyAsync()
        {
            for (var i = 0; i < 500; i++)
                yield return $"stranger-{i}";
            await more.Task;
            yield return "the last one";
        }
    }

    [Fact]
    public void Without_permission_the_dialog_explains_whom_to_ask()
    {
        SignInAs(Role.Support);
        Show("zoe");
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role may not send e-mails.", _dialogs.Markup, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_role_lost_meanwhile_queues_nothing()
    {
        await PersonAsync("zoe");
        Show("zoe");
        _dialogs.WaitForElement("iframe");
        SignInAs(Role.Support);
        Button("Send 1 e-mail").Click();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role may not send e-mails.", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(await EmailsAsync());
    }

    [Fact]
    public async Task A_refusal_is_shown_and_the_plan_can_be_made_again()
    {
        await PersonAsync("zoe");
        Show("zoe");
        _dialogs.WaitForElement("iframe");
        await Database.EventsAsync(Some.Fixed(9, "c of zoe", "zoe"));
        Button("Send 1 e-mail").Click();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Nothing was sent.", _dialogs.Markup, StringComparison.Ordinal)
        );
        Button("Look again").Click();
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("Nothing broken any more", _dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(await EmailsAsync());
    }

    [Fact]
    public async Task A_database_failure_offers_a_retry()
    {
        await PersonAsync("zoe");
        var isBroken = true;
        Show(
            new EmailAudience(
                "All",
                _ => isBroken ? throw new SqliteException("down", 14) : new[] { "zoe" }.ToAsyncEnumerable()
            )
        );
        _dialogs.WaitForAssertion(() =>
            Assert.Contains("The customers could not be looked at", _dialogs.Markup, StringComparison.Ordinal)
        );
        isBroken = false;
        Button("Retry").Click();
        _dialogs.WaitForElement("iframe");
    }

    private void Show(params string[] userIds) => Show(SendingHost.Audience(userIds));

    private void Show(EmailAudience audience)
    {
        _dialogs = RenderDialogs();
        _shown = _dialogs.InvokeAsync(() =>
            Services.GetRequiredService<IEmailActions>().ShowSendAsync(audience)
        );
    }

    private IElement Button(string words) =>
        _dialogs.FindAll("button").First(b => b.TextContent.Trim() == words);

    private async Task PersonAsync(string userId)
    {
        await Database.PersonAsync(userId, SendingHost.Questrade);
        await using var db = Database.CreateDbContext();
        if (
            await db.Brokerages.FindAsync([SendingHost.Questrade], TestContext.Current.CancellationToken)
            is null
        )
            await Database.BrokerageAsync(SendingHost.Questrade, "QT", "Questrade");
    }

    private async Task<List<Email>> EmailsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Emails.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
