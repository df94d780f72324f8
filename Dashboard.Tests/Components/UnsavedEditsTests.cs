using Bunit;
using Bunit.TestDoubles;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Components;

public sealed class UnsavedEditsTests : ComponentContext
{
    private BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    [Theory]
    [InlineData(true, NavigationState.Succeeded)]
    [InlineData(false, NavigationState.Prevented)]
    public void Leaving_is_asked_about_and_the_answer_decides(bool leaves, NavigationState state)
    {
        JSInterop.Setup<bool>("confirm", "Leave without saving your changes?").SetResult(leaves);
        Render<UnsavedEdits>(p => p.Add(u => u.IsChanged, true));

        Navigation.NavigateTo("/history");

        Assert.Equal(state, Navigation.History.First().State);
    }

    [Theory]
    [InlineData(false, null, "/history")]
    [InlineData(true, "/emails/wording", "/emails/wording?language=fr")]
    public void Nothing_is_asked_while_nothing_would_be_lost(bool isChanged, string? path, string target)
    {
        Render<UnsavedEdits>(p => p.Add(u => u.IsChanged, isChanged).Add(u => u.Path, path));

        Navigation.NavigateTo(target);

        Assert.Equal(NavigationState.Succeeded, Navigation.History.First().State);
        JSInterop.VerifyNotInvoke("confirm");
    }

    [Fact]
    public void An_address_that_only_mentions_the_page_is_asked_about()
    {
        Render<UnsavedEdits>(p => p.Add(u => u.IsChanged, true).Add(u => u.Path, "/emails/wording"));

        Navigation.NavigateTo("/connections?q=/emails/wording");

        JSInterop.VerifyInvoke("confirm");
    }
}
