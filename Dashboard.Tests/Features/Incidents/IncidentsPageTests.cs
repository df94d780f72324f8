using Bunit;
using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Data.Reading;
using Dashboard.Domain.Operators;
using Dashboard.Features.Incidents;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Incidents;

public sealed class IncidentsPageTests : ScreenContext
{
    public IncidentsPageTests()
    {
        Services.AddSingleton(new NavEntry("Incidents", IncidentsSetup.Path, "warning") { IsCounted = true });
        Services.AddSingleton<IncidentLog>();
        Services.AddSingleton<IncidentFigures>();
        Services.AddSingleton<IncidentWatch>();
        Services.AddScoped<IncidentQueries>();
        Services.AddScoped<IncidentChanges>();
    }

    [Fact]
    public async Task The_banner_shows_open_incidents_and_the_rail_counts_them()
    {
        var banner = Render<IncidentBanner>();
        Assert.Empty(banner.Markup.Trim());
        await OpenAsync(breaks: 214, expected: 3.2);
        banner.WaitForAssertion(() =>
            Assert.Contains("214 connections broke since 13:32, usually 3.", Words(banner))
        );
        Assert.Contains("E-mails to its customers are held.", Words(banner));
        Assert.Equal(1, Services.GetRequiredService<INavigationCatalog>().CountOf(IncidentsSetup.Path));
    }

    [Fact]
    public void Without_incidents_the_page_explains_itself()
    {
        var page = Render<IncidentsPage>();
        page.WaitForAssertion(() => Assert.Contains("No open incidents", page.Markup));
        Assert.DoesNotContain("Declare an incident", page.Markup);
    }

    [Fact]
    public async Task An_open_one_shows_its_figures_and_only_senders_can_end_it_after_a_question()
    {
        await BreakAsync();
        await OpenAsync(breaks: 3, expected: 0);
        var asSupport = Render<IncidentsPage>();
        asSupport.WaitForAssertion(() => Assert.Contains("2", Figure(asSupport, "Still broken")));
        Assert.Equal("2", Figure(asSupport, "Customers held"));
        Assert.DoesNotContain("End and release", asSupport.Markup);

        SignInAs(Role.Admin);
        var page = Render<IncidentsPage>();
        await page.WaitForElement(".incident button.btn").ClickAsync();
        Assert.Contains("are sent again", page.Find(".incident-question").TextContent);
        await page.Find(".incident-question .btn.danger").ClickAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("Ended by Test person", page.Find("tbody tr").TextContent)
        );
        page.WaitForAssertion(() => Assert.Contains("1 of 3", page.Find("td.i-healed").TextContent));
    }

    [Fact]
    public async Task A_link_leads_to_the_connections_that_are_still_broken()
    {
        await BreakAsync();
        await OpenAsync(breaks: 3, expected: 0);
        var page = Render<IncidentsPage>();
        var link = page.WaitForElement(".incident a.btn");
        Assert.Equal("See 2 connections", link.TextContent);
        var since = ConnectionAddress.Moment(Now.AddMinutes(-30));
        Assert.Equal(
            $"/connections?brokerage=questrade-id&since={Uri.EscapeDataString(since)}",
            link.GetAttribute("href")
        );
    }

    [Fact]
    public async Task The_bars_have_times_and_the_usual_rate()
    {
        await BreakAsync();
        await OpenAsync(breaks: 3, expected: 0.7);
        var page = Render<IncidentsPage>();
        page.WaitForAssertion(() => Assert.Equal(36, page.FindAll(".break-bars rect").Count));
        Assert.Equal(
            ["12:00", "13:00", "14:00"],
            page.FindAll(".breaks-axis span").Select(s => s.TextContent)
        );
        Assert.Contains("dashed line: usually 1 an hour", page.Find("figcaption").TextContent);
        Assert.Equal("13:40: 3 breaks", page.Find(".break-bars .within title").TextContent);
    }

    [Fact]
    public async Task Declaring_holds_a_brokerages_emails()
    {
        await BreakAsync();
        SignInAs(Role.Admin);
        var page = Render<IncidentsPage>();
        await page.WaitForElement(".head-actions .btn").ClickAsync();
        Assert.True(page.WaitForElement("form .btn.primary").HasAttribute("disabled"));
        await SelectAsync(page, "Questrade");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() =>
            Assert.Contains("Declared by Test person", page.Find(".incident").TextContent)
        );
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Show_earlier_incidents_pressed_twice_lists_each_incident_once()
    {
        var log = Services.GetRequiredService<IncidentLog>();
        for (var i = 0; i < 25; i++)
        {
            var opening = new IncidentOpening($"b{i}", Now.AddHours(-i), 9, 1, Now, By: null);
            var incident = await log.OpenAsync(opening, alongside: null, Token);
            await log.EndAsync(incident!.Id, by: null, alongside: null, Token);
        }
        var page = Render<IncidentsPage>();
        page.WaitForElement(".more button");

        var onMore = page.FindComponent<ShowMore<NamedIncident, PastIncidentPosition>>().Instance.OnMore;
        await page.InvokeAsync(() => Task.WhenAll(onMore.InvokeAsync(), onMore.InvokeAsync()));

        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("tbody tr").Count));
    }

    private async Task BreakAsync()
    {
        await Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        foreach (var id in (string[])["c1", "c2", "c3"])
            await Database.EventsAsync(Some.Added(0, id, "user of " + id), BrokeAt(Now.AddMinutes(-20), id));
        await Database.EventsAsync(FixedAt(Now.AddMinutes(-10), "c1"));
    }

    private async Task OpenAsync(int breaks, double expected)
    {
        await Services
            .GetRequiredService<IncidentLog>()
            .OpenAsync(
                new IncidentOpening("questrade-id", Now.AddMinutes(-30), breaks, expected, Now, By: null),
                alongside: null,
                Token
            );
        await Services.GetRequiredService<IncidentWatch>().ReadAsync(Token);
    }

    private static string Figure(IRenderedComponent<IncidentsPage> page, string label) =>
        page.FindAll(".incident-figures div")
            .Single(d => d.QuerySelector("dt")!.TextContent == label)
            .QuerySelector("dd")!
            .TextContent;

    private static string Words<T>(IRenderedComponent<T> component)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        string.Join(
            ' ',
            component
                .Nodes.Select(n => n.TextContent)
                .SelectMany(t => t.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        );
}
