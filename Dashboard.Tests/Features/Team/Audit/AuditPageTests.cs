using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Audit;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Team.Audit;

public sealed class AuditPageTests : ScreenContext
{
    public AuditPageTests() => SignInAs(Role.Manager);

    [Fact]
    public async Task Entries_are_shown_newest_first_with_actor_action_target_and_result()
    {
        await SeedAsync();
        var page = Open();

        Assert.Equal(["Change user", "Sign in", "Create reconnect link", "Check connection"], Phrases(page));
        Assert.Equal("Mia Santos Support", page.Find("tbody tr:nth-child(4) .a-who").TextContent.Trim());
        var link = page.Find("tbody tr:nth-child(4) .a-object a");
        Assert.Equal(("/connections/c%2F1", "Connection c/1"), (link.GetAttribute("href"), link.TextContent));
        Assert.Equal(
            "/users/user?id=zoe",
            page.Find("tbody tr:nth-child(1) .a-object a").GetAttribute("href")
        );
        Assert.Equal(
            "Refused: already healthy",
            page.Find("tbody tr:nth-child(3) .a-result").TextContent.Trim()
        );
    }

    [Fact]
    public async Task Objects_are_named_and_their_ids_stay_in_the_tooltip()
    {
        await Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await Database.EventsAsync(Some.Added(0, "c1", "zoe"), Some.Added(0, "c2", "nameless"));
        await using (var db = Database.CreateDbContext())
        {
            (await db.SnapTradeUsers.SingleAsync(u => u.Id == "zoe", Token)).SetContact(
                "Zoë",
                null,
                null,
                Now
            );
            await db.SaveChangesAsync(Token);
        }
        foreach (var subject in (string[])["connection:gone", "user:zoe", "connection:c2", "connection:c1"])
            await Database.AuditAsync(AuditTrail.Entry(subject: subject));
        var page = Open();

        var objects = page.FindAll(".a-object a");
        Assert.Equal(
            ["Connection Zoë, Questrade", "Connection nameless, Questrade", "User Zoë", "Connection gone"],
            objects.Select(o => o.TextContent)
        );
        Assert.Equal(["c1", "c2", "zoe", "gone"], objects.Select(o => o.GetAttribute("title")));
    }

    [Theory]
    [InlineData("who=id-2", "Create reconnect link")]
    [InlineData("who=-", "Sign in")]
    [InlineData("action=change%20user", "Change user")]
    [InlineData("subject=connection%3Ac%2F1", "Check connection")]
    [InlineData("result=refused", "Sign in, Create reconnect link")]
    [InlineData("result=done&from=2026-11-21&to=2026-11-21", "Check connection")]
    [InlineData("from=2026-11-22", "Change user, Sign in")]
    public async Task The_address_says_what_is_shown(string query, string expected)
    {
        await SeedAsync();
        Navigation.NavigateTo($"/audit?{query}");
        var page = Open();

        Assert.Equal(expected, string.Join(", ", Phrases(page)));
        Assert.Contains(query.Split('&')[0], Download(page), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_matches_clearing_the_filters_is_offered()
    {
        await SeedAsync();
        Navigation.NavigateTo("/audit?who=nobody-of-that-id");
        var page = Open();

        Assert.Equal("No entries match these filters", page.Find(".state-title").TextContent);
        Assert.Equal("/audit", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public void An_empty_trail_says_what_will_be_in_it() =>
        Assert.Equal("No entries yet", Open().Find(".state-title").TextContent);

    [Fact]
    public async Task Earlier_entries_are_loaded_on_request()
    {
        await Database.AuditAsync([
            .. Enumerable.Range(0, 55).Select(i => AuditTrail.Entry(at: Now.AddMinutes(i - 60))),
        ]);
        var page = Open();
        Assert.Equal(50, Phrases(page).Count);

        await page.Find(".more button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(55, Phrases(page).Count));
        Assert.Empty(page.FindAll(".more"));
    }

    [Fact]
    public async Task The_head_turns_the_trail_and_its_export_round()
    {
        await SeedAsync();
        Navigation.NavigateTo("/audit?who=id-2");
        var page = Open();
        Assert.Equal("descending", page.Find("th.h-when").GetAttribute("aria-sort"));
        Navigation.NavigateTo("/audit?sort=oldest");

        page.WaitForAssertion(() =>
            Assert.Equal(
                ["Check connection", "Create reconnect link", "Sign in", "Change user"],
                Phrases(page)
            )
        );
        Assert.Equal("ascending", page.Find("th.h-when").GetAttribute("aria-sort"));
        Assert.Equal("/audit", page.Find(".sort").GetAttribute("href"));
        Assert.EndsWith("?sort=oldest", Download(page), StringComparison.Ordinal);
        Navigation.NavigateTo("/audit?from=2026-11-21&sort=oldest");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".sort")));
        Assert.DoesNotContain("sort", Download(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_twice_for_earlier_entries_lists_each_once()
    {
        await Database.AuditAsync([
            .. Enumerable.Range(0, 120).Select(i => AuditTrail.Entry(at: Now.AddMinutes(i - 120))),
        ]);
        var page = Open();
        var more = page.FindComponent<ShowMore<NamedEntry, AuditPosition>>().Instance;

        await page.InvokeAsync(() => Task.WhenAll(more.OnMore.InvokeAsync(), more.OnMore.InvokeAsync()));

        page.WaitForAssertion(() => Assert.True(Phrases(page).Count is 100 or 120));
        var numbers = page.FindComponents<AuditTableRow>()
            .Select(row => row.Instance.Row.Entry.Number)
            .ToList();
        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public async Task A_fold_shows_both_sides_and_the_place_in_the_chain()
    {
        await SeedAsync();
        var page = Open();
        Assert.Empty(page.FindAll(".audit-more"));

        await page.Find(".audit-fold").ClickAsync(new());

        Assert.Equal("true", page.Find(".audit-fold").GetAttribute("aria-expanded"));
        Assert.Equal(
            ["E-mail", "zoe@old.example", "zoe@new.example", "User secret", "none", "set"],
            page.FindAll(".audit-diff tbody :is(th, td)").Select(cell => cell.TextContent.Trim())
        );
        Assert.Equal(
            ("old", "new"),
            (page.Find(".audit-diff del").TextContent, page.Find(".audit-diff ins").TextContent)
        );
        Assert.Equal("/audit?subject=user%3Azoe", page.Find(".audit-facts a").GetAttribute("href"));
        Assert.Equal(
            64,
            page.Find(".audit-facts [data-copy]:not([title=zoe])").GetAttribute("data-copy")!.Length
        );

        await page.Find(".audit-fold").ClickAsync(new());
        Assert.Empty(page.FindAll(".audit-more"));
    }

    [Fact]
    public async Task The_content_of_an_entry_is_shown_as_text()
    {
        await Database.AuditAsync(
            AuditTrail.Entry(subject: "user:<b>x</b>", after: "{\"name\":\"<script>x</script>\"}")
        );
        var page = Open();
        await page.Find(".audit-fold").ClickAsync(new());

        Assert.Empty(page.FindAll("script, .a-object b"));
    }

    private Task SeedAsync() =>
        Database.AuditAsync(
            AuditTrail.Entry(subject: "connection:c/1", at: Now.AddDays(-1)),
            AuditTrail.Entry(
                AuditActions.CreateReconnectLink,
                "connection:c2",
                "refused: AlreadyHealthy",
                "id-2",
                "Ana Lima",
                Now.AddDays(-1)
            ),
            AuditTrail.Entry(
                AuditActions.SignIn,
                null,
                "refused",
                null,
                "somebody unknown",
                Now.AddHours(-1)
            ),
            AuditTrail.Entry(
                AuditActions.ChangeUser,
                "user:zoe",
                at: Now,
                before: "{\"email\":\"zoe@old.example\",\"userSecret\":null}",
                after: "{\"email\":\"zoe@new.example\",\"userSecret\":\"set\"}"
            )
        );

    private IRenderedComponent<AuditPage> Open()
    {
        var page = Render<AuditPage>();
        page.WaitForElement(".audit-table, .state");
        return page;
    }

    private static string Download(IRenderedComponent<AuditPage> page) =>
        page.Find(".head-actions a").GetAttribute("href")!;

    private static List<string> Phrases(IRenderedComponent<AuditPage> page) =>
        [
            .. page.FindAll(".audit-fold")
                .Select(fold =>
                    fold.TextContent[(fold.TextContent.IndexOf(", ", StringComparison.Ordinal) + 2)..].Trim()
                ),
        ];
}
