using Bunit;
using Dashboard.Components;
using Dashboard.Domain.Operators;
using Dashboard.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Features.Sending;

/// <summary>Tests audiences without recipients, lost permissions and failures.</summary>
public sealed class SendDialogTroubleTests : SendDialogScreen
{
    [Fact]
    public async Task Without_recipients_there_is_nothing_to_confirm()
    {
        Show();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Nobody to e-mail", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(Dialogs.FindAll(".btn.primary"));
        DialogButton("Close").Click();
        Assert.False(await Shown);
    }

    [Fact]
    public void An_audience_that_is_too_large_is_reported()
    {
        var many = Enumerable.Range(0, SendPlan.MaxUsers + 1).Select(i => $"stranger-{i}");
        Show(new EmailAudience("All", _ => many.ToAsyncEnumerable()));
        Dialogs.WaitForAssertion(
            () => Assert.Contains("More than 50,000 customers.", Dialogs.Markup, StringComparison.Ordinal),
            TimeSpan.FromSeconds(60)
        );
        Assert.Contains("Narrow the list", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Empty(Dialogs.FindAll(".btn.primary"));
    }

    [Fact]
    public async Task Progress_isShown_during_planning()
    {
        var more = new TaskCompletionSource();
        Show(new EmailAudience("All", _ => SlowlyAsync()));
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Checked 500 customers…", Dialogs.Markup, StringComparison.Ordinal)
        );
        more.SetResult();
        Dialogs.WaitForElement(".send-left-out");

        async IAsyncEnumerable<string> SlowlyAsync()
        {
            for (var i = 0; i < 500; i++)
                yield return $"stranger-{i}";
            await more.Task;
            yield return "the last one";
        }
    }

    [Fact]
    public void Without_permission_the_dialog_explains_it()
    {
        SignInAs(Role.Support);
        Show("zoe");
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role can’t send e-mails.", Dialogs.Markup, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_role_lost_meanwhile_queues_nothing()
    {
        await PersonAsync("zoe");
        Show("zoe");
        Dialogs.WaitForElement("iframe");
        SignInAs(Role.Support);
        DialogButton("Send 1 e-mail").Click();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Your role can’t send e-mails.", Dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Empty(await EmailsAsync());
    }

    [Fact]
    public async Task A_refusal_isShown_and_the_plan_can_be_made_again()
    {
        await PersonAsync("zoe");
        Show("zoe");
        Dialogs.WaitForElement("iframe");
        await Database.EventsAsync(Some.Fixed(9, "c of zoe", "zoe"));
        DialogButton("Send 1 e-mail").Click();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("Nothing was sent.", Dialogs.Markup, StringComparison.Ordinal)
        );
        DialogButton("Check again").Click();
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("No longer broken", Dialogs.Markup, StringComparison.Ordinal)
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
        Dialogs.WaitForAssertion(() =>
            Assert.Contains("The customers could not be checked", Dialogs.Markup, StringComparison.Ordinal)
        );
        isBroken = false;
        DialogButton("Retry").Click();
        Dialogs.WaitForElement("iframe");
    }
}
