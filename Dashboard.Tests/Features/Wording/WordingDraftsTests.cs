using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;
using Dashboard.Features.Wording;

namespace Dashboard.Tests.Features.Wording;

public sealed class WordingDraftsTests
{
    private static readonly WordingTexts Saved = new("Subject", "Heading", "Introduction", "Button", "");
    private static readonly WordingTexts Edited = Saved with { Subject = "Edited" };
    private readonly WordingDrafts _drafts = new();

    [Fact]
    public void What_was_left_unsaved_comes_back_in_each_language()
    {
        _drafts.Start(CustomerLanguage.English, State(number: 2));
        _drafts.Continue([new("en", 2, Edited), new("pt-BR", 4, Edited)]);
        Assert.Equal(Edited, _drafts.Find(CustomerLanguage.English)!.Texts);
        // The other language is not open yet, and would be lost as well.
        Assert.Equal(["en", "pt-BR"], _drafts.Unsaved.Select(u => u.Language));

        _drafts.Start(CustomerLanguage.Portuguese, State(number: 4));
        Assert.True(_drafts.Find(CustomerLanguage.Portuguese)!.IsChanged);
    }

    [Fact]
    public void Texts_of_a_version_that_was_replaced_since_do_not_come_back()
    {
        _drafts.Continue([new("en", 1, Edited)]);
        _drafts.Start(CustomerLanguage.English, State(number: 2));
        Assert.Equal(Saved, _drafts.Find(CustomerLanguage.English)!.Texts);
        Assert.Empty(_drafts.Unsaved);
    }

    private static WordingState State(int number) => new(number, Saved, []);
}
