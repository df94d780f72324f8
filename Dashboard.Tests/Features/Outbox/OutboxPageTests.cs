using Bunit;
using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Outbox;

public sealed class OutboxPageTests : ScreenContext
{
    private readonly DispatcherState _dispatcher = new();

    public OutboxPageTests()
    {
        Services.AddScoped<OutboxQueries>();
        Services.AddSingleton<FunnelKeeper>();
        Services.AddScoped<ReconnectFunnel>();
        Services.AddSingleton(_dispatcher);
        Services.AddSingleton<WorkLeases>();
        Services.AddSingleton<DispatcherReports>();
    }

    [Fact]
    public void An_empty_outbox_explains_where_e_mails_come_from()
    {
        var page = Open();
        Assert.Equal("No e-mails yet", page.Find(".state-title").TextContent);
        Assert.Contains("Queue is empty", page.Find(".dispatcher").TextContent);
    }

    [Fact]
    public async Task Each_e_mail_shows_its_state_and_the_reason()
    {
        await Database.BrokenAsync("zoe");
        await Database.AddEmailAsync(
            "zoe",
            Now.AddMinutes(-9),
            e => e.Skip(EmailObstacle.Repaired, Now.AddMinutes(-8))
        );
        await Database.SentAsync("zoe", Now.AddMinutes(-5), link => link.Open(Now));
        var page = Open();
        Assert.Equal(["Sent", "Not needed repaired before it was sent"], States(page));
        Assert.Equal("not started", Text(page.Find(".o-outcome .outcome-words")));
        Assert.Equal("Questrade", Text(page.Find("td.o-what")));
        Assert.Contains("zoe@example.com", page.Find("td.o-to").TextContent);
    }

    [Fact]
    public async Task Shown_rows_update_in_place_and_new_ones_are_counted()
    {
        await Database.BrokenAsync("zoe");
        await Database.BrokenAsync("max");
        var (_, link) = await Database.SentAsync("zoe", Now.AddMinutes(-5));
        await HappenAsync();
        var page = Open();
        Assert.Equal("not opened", Text(page.Find(".o-outcome .outcome-words")));

        await Database.SentAsync("max", Now.AddMinutes(-1));
        await ChangeAsync(db => db.ReconnectLinks.Single(l => l.Id == link.Id).Open(Now));
        await HappenAsync(At(Now, EventTypes.LinkOpened, "zoe-c", "zoe"));

        page.WaitForAssertion(() =>
            Assert.Equal("not started", Text(page.Find(".o-outcome .outcome-words")))
        );
        Assert.Equal("1 new e-mail", Text(page.Find(".new-pill")));
        Assert.Single(page.FindAll("tbody tr"));

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task The_heads_sort_and_say_which_column_is_sorted()
    {
        await Database.AddEmailAsync("ana", Now.AddMinutes(-1), e => e.Cancel(Now));
        await Database.AddEmailAsync("zoe", Now.AddMinutes(-2));
        await Database.AddEmailAsync("max", Now.AddMinutes(-3), e => e.Fail("refused", Now));
        var page = Open();
        Assert.Equal((null, "descending"), SortOf(page));
        Assert.Equal(
            ["/emails?sort=user", "/emails?sort=oldest"],
            page.FindAll(".sort").Select(link => link.GetAttribute("href"))
        );

        Navigation.NavigateTo("/emails?sort=oldest");
        page.WaitForAssertion(() => Assert.Equal(["max", "zoe", "ana"], Users(page)));
        Assert.Equal((null, "ascending"), SortOf(page));
        Navigation.NavigateTo("/emails?sort=user");
        page.WaitForAssertion(() => Assert.Equal(["ana", "max", "zoe"], Users(page)));
        Assert.Equal(("ascending", null), SortOf(page));
        Assert.Equal(["/emails", "/emails"], page.FindAll(".sort").Select(link => link.GetAttribute("href")));

        Navigation.NavigateTo("/emails?state=Failed&sort=user");
        page.WaitForAssertion(() => Assert.Equal(["max"], Users(page)));
        Assert.Equal(
            "/emails?state=Failed&sort=oldest",
            Assert.Single(page.FindAll(".sort")).GetAttribute("href")
        );
        Navigation.NavigateTo("/emails?sort=outcome");
        page.WaitForAssertion(() => Assert.EndsWith("sort=outcome", page.Find(".head-ignored").TextContent));
    }

    [Fact]
    public async Task New_e_mails_lead_from_another_order_to_the_newest()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Now.AddMinutes(-5));
        Navigation.NavigateTo("/emails?sort=oldest");
        var page = Open();
        Assert.Empty(page.FindAll(".new-pill"));

        await Database.SentAsync("zoe", Now.AddMinutes(1));
        await HappenAsync(At(Now, EventTypes.LinkOpened, "zoe-c", "zoe"));

        page.WaitForAssertion(() => Assert.Equal("1 new e-mail", Text(page.Find(".new-pill"))));
        Assert.Equal("/emails", page.Find(".new-pill").GetAttribute("href"));
    }

    [Fact]
    public async Task An_idle_outbox_renders_nothing()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Now.AddMinutes(-5));
        var page = Open();
        // The figures above the list are read by themselves.
        page.WaitForElement(".funnel b");
        var before = page.RenderCount;

        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(before, await page.InvokeAsync(() => page.RenderCount));
    }

    [Fact]
    public async Task The_URL_filters_and_a_filter_without_matches_can_be_cleared()
    {
        await Database.AddEmailAsync("zoe", Now.AddMinutes(-9));
        Navigation.NavigateTo("/emails?state=Waiting");
        var page = Open();
        Assert.Equal(["Waiting"], States(page));

        Navigation.NavigateTo("/emails?state=Bounced");
        page.WaitForAssertion(() =>
            Assert.Equal("No e-mails match these filters", page.Find(".state-title").TextContent)
        );
        Assert.Equal("/emails", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Earlier_e_mails_are_read_on_demand()
    {
        for (var i = 0; i < 53; i++)
            await Database.AddEmailAsync($"u{i}", Now.AddMinutes(-i), e => e.Cancel(Now));
        var page = Open();
        Assert.Equal(50, page.FindAll("tbody tr").Count);
        await page.Find(".more button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(53, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task Asking_for_earlier_e_mails_twice_before_the_answer_lists_each_once()
    {
        for (var i = 0; i < 120; i++)
            await Database.AddEmailAsync($"u{i}", Now.AddMinutes(-i), e => e.Cancel(Now));
        var gate = new GatedContexts(Database);
        gate.Open();
        Services.AddScoped(p => new OutboxQueries(gate, p.GetRequiredService<CurrentOperator>(), Clock));
        var page = Open();

        gate.Close();
        var first = page.Find(".more button").ClickAsync(new());
        var second = page.Find(".more button").ClickAsync(new());
        gate.Open();
        await Task.WhenAll(first, second);

        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll("tbody tr").Count));
        var links = page.FindAll("tbody td.o-to a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(100, links.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_superseded_load_that_fails_shows_no_error()
    {
        await Database.AddEmailAsync("zoe", Now.AddMinutes(-9));
        var failing = new TaskCompletionSource();
        var contexts = new FirstCallFails(Database, failing.Task);
        Services.AddScoped(p => new OutboxQueries(contexts, p.GetRequiredService<CurrentOperator>(), Clock));
        Navigation.NavigateTo("/emails?state=Sent");
        var page = Render<OutboxPage>();

        Navigation.NavigateTo("/emails?state=Waiting");
        page.WaitForElement(".outbox-table");
        failing.SetException(new TimeoutException());

        page.WaitForAssertion(() => Assert.Equal(["Waiting"], States(page)));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task The_dispatcher_line_states_at_once_why_it_is_paused()
    {
        await Database.AddEmailAsync("zoe", Now);
        _dispatcher.Dispatch(queued: 1);
        var page = Open();
        Assert.Equal("Sending: 1 waiting", Text(page.Find(".dispatcher")));

        _dispatcher.Failed("The mail server can’t be reached.", Now);
        page.WaitForAssertion(() =>
            Assert.Equal(
                "Paused: The mail server can’t be reached. Next attempt in 1 s.",
                Text(page.Find(".dispatcher"))
            )
        );

        _dispatcher.Answered(isAccepted: true, Now);
        page.WaitForAssertion(() => Assert.Equal("Sending: 1 waiting", Text(page.Find(".dispatcher"))));
    }

    [Fact]
    public async Task The_line_states_what_the_node_that_sends_reports_and_offers_nothing_that_only_it_can_do()
    {
        await Database.BrokenAsync("zoe");
        await Database.AddEmailAsync("zoe", Now);
        var sends = new WorkLeases(Database, Clock);
        Assert.True(await sends.HoldAsync(DispatcherReports.WorkName, Token));
        var state = new DispatcherState();
        state.Dispatch(queued: 1);
        state.Failed("The mail server refuses the sender.", Now, isAboutSender: true);
        await sends.ReportAsync(DispatcherReports.WorkName, DispatcherReports.Write(state.Current), Token);

        var page = Open();

        Assert.StartsWith(
            "Paused: The mail server refuses the sender.",
            Text(page.Find(".dispatcher")),
            StringComparison.Ordinal
        );
        Assert.Empty(page.FindAll(".dispatcher button"));

        state.Answered(isAccepted: true, Now);
        await sends.ReportAsync(DispatcherReports.WorkName, DispatcherReports.Write(state.Current), Token);
        await HappenAsync(At(Now, EventTypes.LinkOpened, "zoe-c", "zoe"));
        page.WaitForAssertion(() => Assert.Equal("Sending: 1 waiting", Text(page.Find(".dispatcher"))));
    }

    [Fact]
    public async Task The_strip_counts_the_last_week()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Now.AddDays(-1), link => link.Open(Now));
        await Database.SentAsync("zoe", Now.AddDays(-8));
        var page = Open();
        page.WaitForAssertion(() =>
            Assert.Equal(
                "Last 7 days 1 sent 1 opened 0 started 0 repaired by the link",
                Text(page.Find(".funnel"))
            )
        );
    }

    private async Task ChangeAsync(Action<DashboardDbContext> change)
    {
        await using var db = Database.CreateDbContext();
        change(db);
        await db.SaveChangesAsync(Token);
    }

    private IRenderedComponent<OutboxPage> Open()
    {
        var page = Render<OutboxPage>();
        page.WaitForElement(".outbox-table, .state");
        return page;
    }

    private static List<string> States(IRenderedComponent<OutboxPage> page) =>
        [.. page.FindAll("td.o-state").Select(Text)];

    private static List<string> Users(IRenderedComponent<OutboxPage> page) =>
        [.. page.FindComponents<OutboxTableRow>().Select(row => row.Instance.Row.Email.UserId)];

    private static (string? User, string? Time) SortOf(IRenderedComponent<OutboxPage> page) =>
        (
            page.Find("th:first-child").GetAttribute("aria-sort"),
            page.Find("th.o-when").GetAttribute("aria-sort")
        );

    private static string Text(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class FirstCallFails(TestDatabase database, Task failure)
        : IDbContextFactory<DashboardDbContext>
    {
        private int _calls;

        public DashboardDbContext CreateDbContext() => database.CreateDbContext();

        public async Task<DashboardDbContext> CreateDbContextAsync(
            CancellationToken cancellationToken = default
        )
        {
            if (Interlocked.Increment(ref _calls) == 1)
                await failure;
            return CreateDbContext();
        }
    }
}
