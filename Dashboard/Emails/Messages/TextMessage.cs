using System.Text;

namespace Dashboard.Emails.Messages;

/// <summary>Renders a message as plain text. Each paragraph is one line; mail programs wrap it.</summary>
internal static class TextMessage
{
    private const string Rule = "--------------------";

    public static string Of(MessageContent content)
    {
        var text = new StringBuilder();
        Add(content.Company);
        Add(content.Heading);
        foreach (var paragraph in content.Introduction)
            Add(paragraph);
        foreach (var account in content.Accounts)
            Add($"{account.Title}\n{account.Since}\n{account.Button}:\n{account.Url}");
        Add(content.Validity);
        foreach (var paragraph in content.Closing)
            Add(paragraph);
        Add(Rule);
        if (content.Footer.Questions is { } questions)
            Add(questions);
        Add(content.Footer.Reason);
        Add($"{content.Footer.OptOut}:\n{content.Footer.OptOutUrl}");
        Add(string.Join('\n', content.Footer.Sender));
        return text.ToString().TrimEnd() + "\n";

        void Add(string paragraph) => text.Append(paragraph).Append("\n\n");
    }
}
