using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Connections.Triage;
using Dashboard.Features.Reconnect;
using Dashboard.Features.Reconnect.CopyLink;
using Dashboard.Tests.Support;
using Dashboard.Text;

namespace Dashboard.Tests.Components;

/// <summary>A name that runs from right to left must not turn the words around it.</summary>
public sealed class NamesTests : ComponentContext
{
    private const string Name = "יעל לוי";
    private const string Isolated = "\u2068יעל לוי\u2069";

    [Fact]
    public void Chips_menus_and_marks_isolate_what_they_name()
    {
        Assert.Equal(Name, Render<FilterChip>(p => p.Add(c => c.Label, Name)).Find("bdi").TextContent);
        Assert.Equal(
            Name,
            Render<ChipMenuItem>(p => p.Add(c => c.Label, Name).Add(c => c.Href, "/")).Find("bdi").TextContent
        );
        Assert.Equal(
            Isolated,
            Render<ChipMenu>(p => p.Add(c => c.Label, Name).Add(c => c.ChildContent, Words("")))
                .Find("button")
                .TextContent.Trim()
        );
        Assert.Equal(Name, Render<BrokerageMark>(p => p.Add(b => b.Name, Name)).Find("bdi").TextContent);
        Assert.Equal(
            $"Assigned to {Isolated}",
            Render<AssigneeMark>(p => p.Add(a => a.Name, Name)).Find(".assignee").GetAttribute("title")
        );
    }

    [Fact]
    public void Titles_and_notices_isolate_names_within_them()
    {
        var facts = new EventFacts(
            EventTypes.LinkCreated,
            EventSource.Operator,
            EventEffect.None,
            Now,
            Now,
            Actor: Name
        );
        Assert.Equal($"{Isolated} created a reconnect link", EventText.Title(facts));
        var dialog = new CopyLinkState();
        dialog.Show(new LinkProspect(Name, Name, Refusal: null, Trouble: null));
        Assert.Equal($"Reconnect link for {Isolated}’s {Isolated}", dialog.Title);
    }
}
