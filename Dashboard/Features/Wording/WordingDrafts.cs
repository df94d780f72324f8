using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Messages;

namespace Dashboard.Features.Wording;

/// <summary>Texts that were not saved.</summary>
/// <param name="Language">Its tag.</param>
/// <param name="Number">The version that they change.</param>
public sealed record UnsavedWording(string Language, int Number, WordingTexts Texts);

/// <summary>What an admin edits, by language, with what was left unsaved before.</summary>
public sealed class WordingDrafts
{
    private readonly Dictionary<CustomerLanguage, WordingDraft> _byLanguage = [];
    private IReadOnlyList<UnsavedWording> _found = [];

    /// <summary>What would be lost, also in languages that are not open.</summary>
    public IReadOnlyList<UnsavedWording> Unsaved =>
        [
            .. _byLanguage
                .Where(d => d.Value.IsChanged)
                .Select(d => new UnsavedWording(d.Key.Tag, d.Value.State.Number, d.Value.Texts)),
            .. _found.Where(f => !_byLanguage.ContainsKey(CustomerLanguage.Of(f.Language))),
        ];

    /// <summary>Null until it was started.</summary>
    public WordingDraft? Find(CustomerLanguage language) => _byLanguage.GetValueOrDefault(language);

    /// <summary>Begins with the current wording of a language, or with what was left unsaved of it.</summary>
    public void Start(CustomerLanguage language, WordingState state)
    {
        _byLanguage[language] = new WordingDraft(state);
        Restore(language);
    }

    /// <summary>Takes over what was left unsaved before.</summary>
    public void Continue(IReadOnlyList<UnsavedWording> found)
    {
        _found = found;
        foreach (var language in _byLanguage.Keys)
            Restore(language);
    }

    // Texts of a version that someone has replaced since would undo that change.
    private void Restore(CustomerLanguage language)
    {
        var kept = _found.FirstOrDefault(f => f.Language == language.Tag);
        if (kept is not null && _byLanguage[language] is { } draft && draft.State.Number == kept.Number)
            draft.Texts = kept.Texts;
    }
}
