using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Components;

public sealed class StatesTests : ComponentContext
{
    [Fact]
    public void An_empty_state_has_a_title_an_explanation_and_actions()
    {
        var empty = Render<EmptyState>(p =>
            p.Add(e => e.Title, "Nothing is broken")
                .AddChildContent("The last repair was 12 minutes ago.")
                .Add(e => e.Actions, Words("See history"))
        );

        Assert.Equal("Nothing is broken", empty.Find(".state-title").TextContent);
        Assert.Equal("The last repair was 12 minutes ago.", empty.Find(".state-text").TextContent.Trim());
        Assert.Equal("See history", empty.Find(".state-actions").TextContent);
    }

    [Fact]
    public void An_error_offers_retry_and_its_reference()
    {
        var retried = 0;
        var error = Render<ErrorState>(p =>
            p.Add(e => e.What, "The connections could not be loaded")
                .Add(e => e.Reference, "7c1d")
                .Add(e => e.OnRetry, EventCallback.Factory.Create(this, () => retried++))
        );

        error.Find(".state-actions button").Click();

        Assert.Equal("7c1d", error.Find(".short-id").GetAttribute("data-copy"));
        Assert.Equal(1, retried);
    }

    [Fact]
    public void An_error_that_cannot_be_retried_has_no_button() =>
        Assert.Empty(Render<ErrorState>(p => p.Add(e => e.What, "Gone")).FindAll("button"));

    [Fact]
    public void Loading_rows_are_read_as_one_word()
    {
        var rows = Render<SkeletonRows>(p => p.Add(s => s.Rows, 3).Add(s => s.Columns, 4));

        Assert.Equal("Loading", rows.Find("[role=status]").GetAttribute("aria-label"));
        Assert.Equal(12, rows.FindAll(".skeleton").Count);
    }

    [Fact]
    public void Errors_interrupt_and_advice_does_not()
    {
        var advice = Render<Notice>(p => p.Add(n => n.Title, "Take care."));
        var bad = Render<Notice>(p => p.Add(n => n.Tone, Tone.Bad).Add(n => n.Title, "Failed."));

        Assert.Equal("note", advice.Find(".notice").GetAttribute("role"));
        Assert.Equal("alert", bad.Find(".notice").GetAttribute("role"));
    }

    [Theory]
    [InlineData("You need the Admin role", "SendEmails")]
    [InlineData("You need the Admin or Manager role", "ViewHistory", "ViewPayloads")]
    [InlineData("You need another role", "<b>Unknown</b>", "999")]
    public void No_permission_names_the_roles_that_open_the_page(string title, params string[] needs)
    {
        var page = Render<NoPermission>(p => p.Add(n => n.Needs, needs));

        Assert.Equal(title, page.Find("h1").TextContent);
        Assert.Contains("Ask an admin to change your role", page.Markup, StringComparison.Ordinal);
    }
}
