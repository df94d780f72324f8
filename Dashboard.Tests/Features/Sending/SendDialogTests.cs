using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Sending;

public sealed class SendDialogTests : SendDialogScreen
{
    [Fact]
    public async Task The_message_is_previewed_before_anything_is_written()
    {
        await PersonAsync("zoe");
        Show("zoe");
        var frame = Dialogs.WaitForElement("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Equal("The message to Name of zoe", frame.GetAttribute("title"));
        Assert.DoesNotContain("/r/", frame.GetAttribute("srcdoc")!, StringComparison.Ordinal);
        Assert.Contains("zoe@example.com", Dialogs.Find(".send-to").TextContent, StringComparison.Ordinal);
        Assert.Contains("Lists 1 broken connection: Questrade.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(await EmailsAsync());
    }

    [Fact]
    public async Task Before_sending_it_warns_that_customers_can_not_tell_who_writes()
    {
        await PersonAsync("zoe");
        Show("zoe");
        Dialogs.WaitForElement("iframe");
        Assert.Contains(
            "Set Dashboard__CompanyName and Dashboard__SupportContact on the server.",
            Dialogs.Find(".send .notice").TextContent,
            StringComparison.Ordinal
        );
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
        Dialogs.WaitForElement("iframe");
        Assert.Contains("Lists 2 broken connections", Dialogs.Markup, StringComparison.Ordinal);

        DialogButton("Send 1 e-mail").Click();

        Dialogs.WaitForAssertion(() =>
            Assert.Contains("The e-mail is queued", Dialogs.Markup, StringComparison.Ordinal)
        );
        var email = Assert.Single(await EmailsAsync());
        Assert.Equal(("c of zoe", null), (email.ConnectionId, email.BatchId));
        Assert.Equal($"/emails/{email.Id}", Dialogs.Find("a.btn.primary").GetAttribute("href"));
        DialogButton("Close").Click();
        Assert.True(await Shown);
    }

    [Fact]
    public async Task A_batch_states_its_counts_and_links_to_its_page()
    {
        await PersonAsync("zoe");
        await PersonAsync("ana");
        Show("zoe", "ana", "stranger-1", "stranger-2");
        Dialogs.WaitForElement("iframe");
        Assert.Contains("2 of 4 will not be e-mailed", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains(
            "No e-mail address",
            Dialogs.Find(".send-left-out summary").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "stranger-1, stranger-2",
            Dialogs.Find(".send-names").TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(Dialogs.FindAll(".send-anyway"));

        DialogButton("Send 2 e-mails").Click();

        Dialogs.WaitForAssertion(() =>
            Assert.Contains("2 e-mails are queued", Dialogs.Markup, StringComparison.Ordinal)
        );
        await using var db = Database.CreateDbContext();
        var batch = await db.EmailBatches.SingleAsync(Token);
        Assert.Equal($"/emails/batches/{batch.Id}", Dialogs.Find("a.btn.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task Each_recipients_message_can_be_previewed()
    {
        await PersonAsync("zoe");
        await PersonAsync("ana");
        Show("zoe", "ana");
        Dialogs.WaitForElement("iframe[title='The message to Name of zoe']");
        Dialogs.Find("[aria-label='Next message']").Click();
        Dialogs.WaitForElement("iframe[title='The message to Name of ana']");
        Assert.Equal("2 of 2", Dialogs.Find(".send-pager [role=status]").TextContent);
        Dialogs.Find("[aria-label='Previous message']").Click();
        Dialogs.WaitForElement("iframe[title='The message to Name of zoe']");
    }

    [Fact]
    public async Task Within_the_cool_down_sending_requires_a_reason()
    {
        await PersonAsync("zoe");
        await Database.EmailOfAsync("zoe", EmailState.Sent, Now.AddHours(-2));
        Show("zoe");
        var sendAnyway = Dialogs.WaitForElement(".send-anyway input");
        Assert.Contains("E-mailed recently", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(Dialogs.FindAll("iframe"));
        Assert.DoesNotContain(
            Dialogs.FindAll("button"),
            b => b.TextContent.Contains("Send 1", StringComparison.Ordinal)
        );

        sendAnyway.Change(true);
        Dialogs.WaitForElement("iframe");
        DialogButton("Send 1 e-mail").Click();
        Assert.Contains(
            "Enter a reason first.",
            Dialogs.Find("[role=alert]").TextContent,
            StringComparison.Ordinal
        );
        Assert.Single(await EmailsAsync());

        Dialogs.Find("textarea").Input("They are on the phone");
        DialogButton("Send 1 e-mail").Click();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("The e-mail is queued", Dialogs.Markup, StringComparison.Ordinal)
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
        Dialogs.WaitForElement(".send-left-out");
        DialogButton("Send it next").Click();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("A message is already pending", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.True(Assert.Single(await EmailsAsync()).IsUrgent);
    }
}
