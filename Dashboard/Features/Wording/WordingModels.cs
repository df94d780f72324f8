using Dashboard.Emails.Messages;

namespace Dashboard.Features.Wording;

/// <param name="CreatedBy">The admin's name at that time.</param>
public sealed record WordingVersion(int Number, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>The current wording of a language.</summary>
/// <param name="Number">The version in use; 0 for the built-in one.</param>
/// <param name="Versions">The saved versions, latest first, without the built-in one.</param>
public sealed record WordingState(int Number, WordingTexts Texts, IReadOnlyList<WordingVersion> Versions);

/// <param name="Address">The recipient; null when the caller has no address.</param>
/// <param name="Problem">Why it was not sent, as a sentence; null when it was.</param>
public sealed record TestMail(string? Address, string? Problem)
{
    /// <summary>False when messages are only written to a folder.</summary>
    public bool ReachesPeople { get; init; }
}

/// <summary>The texts that an admin edits, with the saved ones.</summary>
public sealed class WordingDraft(WordingState state)
{
    public WordingState State { get; private set; } = state;
    public WordingTexts Texts { get; set; } = state.Texts;

    /// <summary>The texts before <see cref="Replace"/>; null when nothing was replaced.</summary>
    public WordingTexts? Before { get; private set; }
    public bool IsChanged => Texts.Clean() != State.Texts;

    /// <summary>Puts other texts into the form; <see cref="Undo"/> reverts it.</summary>
    public void Replace(WordingTexts texts) => (Before, Texts) = (Texts, texts);

    public void Undo() => (Before, Texts) = (null, Before ?? Texts);

    /// <summary>Takes over another saved version; the edited texts stay.</summary>
    public void Rebase(WordingState state) => State = state;

    /// <summary>Takes over the saved texts.</summary>
    public void Settle(WordingState state) => (State, Texts, Before) = (state, state.Texts, null);
}
