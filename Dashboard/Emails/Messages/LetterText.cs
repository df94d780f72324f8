using System.Text;

namespace Dashboard.Emails.Messages;

/// <summary>A letter for programs that show text only. Paragraphs are one line each; programs wrap them.</summary>
internal static class LetterText
{
    private const string Rule = "--------------------";

    public static string Of(Letter letter)
    {
        var text = new StringBuilder();
        Add(letter.Company);
        Add(letter.Heading);
        foreach (var paragraph in letter.Introduction)
            Add(paragraph);
        foreach (var account in letter.Accounts)
            Add($"{account.Title}\n{account.Since}\n{account.Button}:\n{account.Url}");
        Add(letter.Validity);
        foreach (var paragraph in letter.Closing)
            Add(paragraph);
        Add(Rule);
        if (letter.Foot.Questions is { } questions)
            Add(questions);
        Add(letter.Foot.Reason);
        Add($"{letter.Foot.OptOut}:\n{letter.Foot.OptOutUrl}");
        Add(string.Join('\n', letter.Foot.Sender));
        return text.ToString().TrimEnd() + "\n";

        void Add(string paragraph) => text.Append(paragraph).Append("\n\n");
    }
}
