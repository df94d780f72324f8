using Dashboard.Emails.Messages;

namespace Dashboard.Features.Wording;

/// <param name="CreatedBy">The admin's name then.</param>
public sealed record WordingVersion(int Number, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>A language's wording as it stands.</summary>
/// <param name="Number">The version in use; 0 for the built-in one.</param>
/// <param name="Versions">Those that were saved, the latest first; the built-in one is not among them.</param>
public sealed record WordingState(int Number, WordingTexts Texts, IReadOnlyList<WordingVersion> Versions);

/// <param name="Address">Whom it went to; null when there is no address.</param>
/// <param name="Problem">Why it did not go out, in words; null when it did.</param>
public sealed record TestMail(string? Address, string? Problem)
{
    /// <summary>False when messages end in a folder.</summary>
    public bool ReachesPeople { get; init; }
}

/// <summary>What an admin is writing, and what it began with.</summary>
public sealed class WordingDraft(WordingState state)
{
    public WordingState State { get; private set; } = state;
    public WordingTexts Texts { get; set; } = state.Texts;

    /// <summary>What was in the form before something else was put there; null when nothing was.</summary>
    public WordingTexts? Before { get; private set; }
    public bool IsChanged => Texts.Clean() != State.Texts;

    /// <summary>Puts other texts into the form, so that it can be undone.</summary>
    public void Replace(WordingTexts texts) => (Before, Texts) = (Texts, texts);

    public void Undo() => (Before, Texts) = (null, Before ?? Texts);

    /// <summary>Another version is in use by now; what is being written stays.</summary>
    public void Rebase(WordingState state) => State = state;

    /// <summary>It was saved.</summary>
    public void Settle(WordingState state) => (State, Texts, Before) = (state, state.Texts, null);
}
