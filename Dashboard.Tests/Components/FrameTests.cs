using Bunit;
using Bunit.TestDoubles;
using Dashboard.Components;
using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class FrameTests : ComponentContext
{
    public FrameTests()
    {
        Services.AddSingleton(new NavEntry("Settings", "/settings", "settings", Group: NavGroup.Settings));
        Services.AddSingleton(new NavEntry("Overview", "/", "home"));
        Services.AddSingleton(
            new NavEntry("Connections", "/connections", "broken-link", Order: 1) { IsCounted = true }
        );
        Services.AddSingleton(new NavEntry("E-mails", "/emails", "mail", "ManageEmails", Order: 2));
        Operator.SetAuthorized("Mia Santos");
        Operator.SetRoles("Support");
    }

    [Fact]
    public void The_rail_shows_only_what_the_role_may_open()
    {
        Assert.Equal(["Overview", "Connections", "Settings"], Titles(Render<NavRail>()));
        Operator.SetPolicies("ManageEmails");
        Assert.Equal(["Overview", "Connections", "E-mails", "Settings"], Titles(Render<NavRail>()));
    }

    [Fact]
    public void The_rail_marks_the_page_one_is_on()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/connections/42");

        var current = Render<NavRail>().FindAll("a[aria-current=page]");

        Assert.Equal("/connections", Assert.Single(current).GetAttribute("href"));
    }

    [Fact]
    public void A_count_changes_while_one_looks()
    {
        var rail = Render<NavRail>();
        Assert.Empty(rail.FindAll(".count"));

        Services.GetRequiredService<INavigationCatalog>().SetCount("/connections", 2811);

        rail.WaitForAssertion(() => Assert.Equal("2,811", rail.Find(".count").TextContent));
    }

    [Fact]
    public void An_entry_without_a_place_for_a_figure_refuses_one() =>
        Assert.Throws<InvalidOperationException>(() =>
            Services.GetRequiredService<INavigationCatalog>().SetCount("/settings", 1)
        );

    [Fact]
    public async Task The_user_menu_shows_the_operator_and_signs_out_by_post()
    {
        var menu = Render<UserMenu>();
        var items = await OpenMenuAsync(menu, "MS: Mia Santos, Support");

        Assert.Equal("Support", items.QuerySelector(".menu-head span")?.TextContent);
        Assert.Equal(
            ["Light", "Dark", "System", "Keys", "Your account", "Sign out"],
            items.QuerySelectorAll("[role^=menuitem]").Select(item => item.TextContent.Trim())
        );
        var form = menu.Find($"form#{items.QuerySelector("[data-submit]")!.GetAttribute("data-submit")}");
        Assert.Equal(
            ("post", "/account/sign-out"),
            (form.GetAttribute("method"), form.GetAttribute("action"))
        );
    }

    [Fact]
    public void The_page_appears_when_the_browsers_zone_is_known()
    {
        var layout = Render<MainLayout>(p => p.Add(l => l.Body, Words("the page")));

        layout.WaitForAssertion(() => Assert.Equal("the page", layout.Find("main").TextContent.Trim()));
        Assert.Equal("main", layout.Find(".skip").GetAttribute("data-skip-to"));
        JSInterop.VerifyInvoke("dashboard.timeZone");
    }

    [Fact]
    public void A_banner_waits_for_the_zone_since_it_may_show_a_time()
    {
        Services.AddFramePart<Banner>(FrameSlot.Banner);
        var zone = JSInterop.Setup<string?>("dashboard.timeZone");
        var layout = Render<MainLayout>(p => p.Add(l => l.Body, Words("the page")));
        Assert.DoesNotContain(Banner.Text, layout.Markup, StringComparison.Ordinal);

        zone.SetResult("Europe/Berlin");

        layout.WaitForAssertion(() =>
            Assert.StartsWith(Banner.Text, layout.Find("main").TextContent.Trim(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Other_rooms_fill_the_slots_of_the_frame()
    {
        Services.AddFramePart<PageSkeleton>(FrameSlot.Banner);

        Services.AddFramePart<LiveDot>(FrameSlot.Banner);
        var registered = Services.GetServices<FramePart>();
        RenderFragment otherwise = builder => builder.AddContent(0, "nothing here");

        var banner = Render(registered.In(FrameSlot.Banner, otherwise));
        Assert.NotEmpty(banner.FindAll(".skeleton"));
        Assert.NotEmpty(banner.FindAll(".live"));
        Assert.DoesNotContain("nothing here", banner.Markup, StringComparison.Ordinal);
        Assert.Equal("nothing here", Render(registered.In(FrameSlot.Live, otherwise)).Markup);
        Assert.Empty(Render(registered.In(FrameSlot.Start)).Nodes);
    }

    [Fact]
    public void A_plain_page_shows_our_name_by_default()
    {
        var ours = Render<PlainCard>(p => p.AddChildContent("text"));
        var theirs = Render<PlainCard>(p =>
            p.AddChildContent("text").Add(c => c.Brand, Words("Acme Wealth"))
        );

        Assert.Equal("Connection health", ours.Find(".plain-brand").TextContent.Trim());
        Assert.Equal("Acme Wealth", theirs.Find(".plain-brand").TextContent.Trim());
    }

    [Fact]
    public void A_failing_page_keeps_the_frame_and_shows_a_reference_but_not_the_exception()
    {
        var broken = true;
        var boundary = Render<FrameErrorBoundary>(p =>
            p.AddChildContent<Failing>(page =>
                page.Add(
                    f => f.Text,
                    () => broken ? throw new InvalidOperationException("secret") : "fine now"
                )
            )
        );

        Assert.Equal(12, boundary.Find(".short-id").GetAttribute("data-copy")?.Length);
        Assert.DoesNotContain("secret", boundary.Markup, StringComparison.Ordinal);

        broken = false;
        boundary.Find("button.btn").Click();
        Assert.Equal("fine now", boundary.Markup);
    }

    [Fact]
    public void A_signed_out_operator_is_sent_to_sign_in_and_back()
    {
        var navigation = Services.GetRequiredService<BunitNavigationManager>();
        navigation.NavigateTo("/connections?health=Disabled");

        Render<RedirectToSignIn>();

        Assert.EndsWith(
            "/account/sign-in?returnUrl=%2Fconnections%3Fhealth%3DDisabled",
            navigation.Uri,
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<string> Titles(IRenderedComponent<NavRail> rail) =>
        rail.FindAll("a > span:not(.count)").Select(title => title.TextContent);

    private sealed class Banner : ComponentBase
    {
        public const string Text = "incident since 14:01";

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Text);
    }

    private sealed class Failing : ComponentBase
    {
        [Parameter]
        public required Func<string> Text { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Text());
    }
}
