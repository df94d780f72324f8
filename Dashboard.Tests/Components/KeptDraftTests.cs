using System.Security.Claims;
using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Tests.Support;
using Microsoft.JSInterop;

namespace Dashboard.Tests.Components;

public sealed class KeptDraftTests : ComponentContext
{
    private readonly List<string> _found = [];

    public KeptDraftTests() => Operator.SetAuthorized("Test person");

    [Fact]
    public void What_was_typed_is_found_again_after_the_circuit_was_lost_and_is_not_readable_in_the_browser()
    {
        Show("a secret note", isChanged: true);
        Assert.DoesNotContain("secret note", Stored());

        Answer();
        Show("", isChanged: false);
        Assert.Equal(["a secret note"], _found);
    }

    [Fact]
    public void Another_persons_draft_is_not_shown()
    {
        Show("a note", isChanged: true);
        Answer();
        Operator.SetClaims(new Claim(ClaimTypes.NameIdentifier, "id-2"));
        Show("", isChanged: false);
        Assert.Empty(_found);
    }

    [Fact]
    public async Task Saving_and_leaving_on_purpose_forget_it()
    {
        var draft = Show("a note", isChanged: true);
        draft.Render(p => p.Add(c => c.IsChanged, false));
        Assert.Single(JSInterop.Invocations["sessionStorage.removeItem"]);

        draft.Render(p => p.Add(c => c.IsChanged, true));
        await DisposeComponentsAsync();
        Assert.Equal(2, JSInterop.Invocations["sessionStorage.removeItem"].Count);
    }

    [Fact]
    public void A_draft_that_is_too_long_for_a_message_of_the_circuit_is_not_kept()
    {
        Show(new string('x', 20_000), isChanged: true);
        Assert.Empty(JSInterop.Invocations["sessionStorage.setItem"]);
    }

    [Fact]
    public void A_browser_that_stores_nothing_is_no_error()
    {
        JSInterop.Setup<string>("sessionStorage.getItem", _ => true).SetException(new JSException("denied"));
        JSInterop.SetupVoid("sessionStorage.setItem", _ => true).SetException(new JSException("denied"));
        Show("a note", isChanged: true);
        Assert.Empty(_found);
    }

    private IRenderedComponent<KeptDraft<string>> Show(string value, bool isChanged) =>
        Render<KeptDraft<string>>(p =>
            p.Add(c => c.Name, "note")
                .Add(c => c.Value, value)
                .Add(c => c.IsChanged, isChanged)
                .Add(c => c.OnFound, _found.Add)
        );

    private JSRuntimeInvocation Latest() => JSInterop.Invocations["sessionStorage.setItem"][^1];

    private string Stored() => (string)Latest().Arguments[1]!;

    // From here on the browser has what was stored.
    private void Answer()
    {
        var (key, stored) = (Latest().Arguments[0], Stored());
        JSInterop.Setup<string>("sessionStorage.getItem", i => Equals(i.Arguments[0], key)).SetResult(stored);
    }
}
