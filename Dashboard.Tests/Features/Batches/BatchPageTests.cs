using Bunit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.Batches;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Batches;

public sealed class BatchPageTests : SendingScreen
{
    [Fact]
    public async Task A_batch_shows_its_progress_and_the_users_left_out()
    {
        await SeedAsync(sent: 3, waiting: 1);
        var page = Show();
        page.WaitForElement(".batch-email-table");
        Assert.Equal("Disabled, Questrade", page.Find("h1").TextContent);
        Assert.Equal("3 of 4 done", page.Find("[role=progressbar]").GetAttribute("aria-valuetext"));
        Assert.Contains("Running", page.Markup, StringComparison.Ordinal);
        Assert.Contains(
            "12 Opted out of e-mails",
            page.Find(".batch-left-out").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(["All 4", "Waiting 1", "Sent 3"], Chips(page));
        Assert.Equal(4, page.FindAll(".batch-email-table tbody tr").Count);
    }

    [Fact]
    public async Task The_page_refreshes_while_the_batch_runs_and_estimates_the_rest()
    {
        await SeedAsync(sent: 0, waiting: 6);
        var page = Show();
        page.WaitForElement(".batch-email-table");
        for (var sent = 1; sent <= 2; sent++)
        {
            await SettleAsync(EmailState.Sent);
            Clock.Advance(TimeSpan.FromSeconds(1));
            page.WaitForAssertion(() =>
                Assert.Contains($"{sent} of 6 done", page.Markup, StringComparison.Ordinal)
            );
        }
        Assert.Contains("left", page.Find(".batch-words").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["All 6", "Waiting 4", "Sent 2"], Chips(page)));
        for (var rest = 0; rest < 4; rest++)
            await SettleAsync(EmailState.Failed);
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() =>
            Assert.Contains("Finished", page.Find(".head").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_URL_selects_a_part_of_the_batch()
    {
        await SeedAsync(sent: 1, waiting: 0);
        await SkippedAsync("u-repaired", EmailObstacle.Repaired);
        await SkippedAsync("u-opted", EmailObstacle.OptedOut);
        Navigation.NavigateTo("/emails/batches/b1?why=Repaired");
        var page = Show();
        page.WaitForElement(".batch-email-table");
        var row = Assert.Single(page.FindAll(".batch-email-table tbody tr"));
        Assert.Contains("u-repaired", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("No longer broken", row.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/emails/", row.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("Opted out of e-mails 1", Chips(page));
    }

    [Fact]
    public async Task Cancelling_asks_first_and_cancels_queued_e_mails()
    {
        await SeedAsync(sent: 1, waiting: 2);
        var page = Show();
        page.WaitForElement(".batch-email-table");
        Button(page, "Cancel the rest").Click();
        Assert.Contains("Cancel 2 waiting e-mails?", page.Markup, StringComparison.Ordinal);
        Button(page, "Keep sending").Click();
        Button(page, "Cancel the rest").Click();
        Button(page, "Cancel e-mails").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("2 e-mails were cancelled.", page.Markup, StringComparison.Ordinal)
        );
        Assert.Contains("Cancelled by", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["All 3", "Sent 1", "Cancelled 2"], Chips(page)));
        Assert.DoesNotContain(
            page.FindAll("button"),
            b => b.TextContent.Contains("Cancel", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_outcome_shows_each_step_with_its_share_of_the_one_before()
    {
        await Database.BatchAsync("b1", Now.AddHours(-1));
        foreach (var user in new[] { "zoe", "max", "ana" })
        {
            await Database.BrokenAsync(user);
            await Database.SentAsync(
                user,
                Now.AddMinutes(-9),
                user == "ana" ? null : link => link.Open(Now),
                "b1"
            );
        }
        var page = Show();
        page.WaitForElement(".batch-funnel");
        Assert.Equal(
            ["Sent 3", "Opened 2 67 %", "Started 0 0 %", "Repaired 0"],
            page.FindAll(".batch-funnel tr")
                .Select(row =>
                    string.Join(
                        ' ',
                        row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    )
                )
        );
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Manager)]
    public async Task Other_roles_cannot_cancel(Role role)
    {
        SignInAs(role);
        await SeedAsync(sent: 1, waiting: 2);
        var page = Show();
        page.WaitForElement(".batch-email-table");
        Assert.DoesNotContain(
            page.FindAll("button"),
            b => b.TextContent.Contains("Cancel", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task More_than_a_page_is_read_on_demand()
    {
        await SeedAsync(sent: 60, waiting: 0);
        var page = Show();
        page.WaitForElement(".batch-email-table");
        Assert.Equal(50, page.FindAll(".batch-email-table tbody tr").Count);
        Button(page, "Show more").Click();
        page.WaitForAssertion(() => Assert.Equal(60, page.FindAll(".batch-email-table tbody tr").Count));
        Assert.Empty(page.FindAll(".more"));
    }

    [Fact]
    public void A_batch_that_does_not_exist_leads_to_those_that_do()
    {
        var page = Show();
        page.WaitForAssertion(() =>
            Assert.Contains("There is no such batch", page.Markup, StringComparison.Ordinal)
        );
        Assert.Equal("/emails/batches", page.Find(".state a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_list_shows_the_latest_first_with_their_state()
    {
        await SeedAsync(sent: 1, waiting: 1);
        await Database.BatchAsync("b0", Some.Noon.AddDays(-1));
        var page = Render<BatchesPage>();
        page.WaitForElement(".batch-table");
        var rows = page.FindAll(".batch-table tbody tr");
        Assert.Equal("/emails/batches/b1", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Running", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Finished", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_the_list_turns_it_round()
    {
        await Database.BatchAsync("b0", Some.Noon.AddDays(-1));
        await Database.BatchAsync("b1", Some.Noon);
        Navigation.NavigateTo("/emails/batches?sort=oldest");
        var page = Render<BatchesPage>();
        page.WaitForElement(".batch-table");

        Assert.Equal(
            ["/emails/batches/b0", "/emails/batches/b1"],
            page.FindAll("tbody a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal("ascending", page.Find("th.b-when").GetAttribute("aria-sort"));
        Assert.Equal("/emails/batches", page.Find(".sort").GetAttribute("href"));
    }

    [Fact]
    public void An_empty_list_explains_how_to_send_a_batch()
    {
        var page = Render<BatchesPage>();
        page.WaitForAssertion(() =>
            Assert.Contains("No batch has been sent yet", page.Markup, StringComparison.Ordinal)
        );
    }

    private IRenderedComponent<BatchPage> Show() => Render<BatchPage>(p => p.Add(c => c.Id, "b1"));

    private static List<string> Chips(IRenderedComponent<BatchPage> page) =>
        [
            .. page.FindAll("a.chip")
                .Select(chip => (Words: chip.TextContent.Trim(), Count: chip.QuerySelector("b")!.TextContent))
                .Select(chip => $"{chip.Words[..^chip.Count.Length].Trim()} {chip.Count}"),
        ];

    private async Task SeedAsync(int sent, int waiting)
    {
        await Database.BatchAsync("b1", Now.AddMinutes(-1), """{"OptedOut":12}""");
        for (var i = 0; i < sent; i++)
            await Database.EmailOfAsync($"sent-{i}", EmailState.Sent, Now, batchId: "b1");
        for (var i = 0; i < waiting; i++)
            await Database.EmailOfAsync($"waits-{i}", EmailState.Queued, Now, batchId: "b1");
    }

    private async Task SettleAsync(EmailState state)
    {
        await using var db = Database.CreateDbContext();
        var next = await db
            .Emails.Where(e => e.State == EmailState.Queued)
            .OrderBy(e => e.Id)
            .Select(e => e.Id)
            .FirstAsync(Token);
        await db
            .Emails.Where(e => e.Id == next)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.State, state), Token);
    }

    private async Task SkippedAsync(string userId, EmailObstacle obstacle)
    {
        var email = Email.Create(userId, EmailTrigger.Operator, "Ana", Now, batchId: "b1");
        email.Skip(obstacle, Now);
        await using var db = Database.CreateDbContext();
        db.Emails.Add(email);
        await db.SaveChangesAsync(Token);
    }
}
