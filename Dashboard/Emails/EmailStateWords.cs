using Dashboard.Domain.Emails;

namespace Dashboard.Emails;

/// <summary>What screens call the states of e-mails. The API and the database keep the names of the enumeration.</summary>
internal static class EmailStateWords
{
    /// <param name="state">Of the e-mail.</param>
    /// <param name="isFile">Whether it was written to a file, which is never called sent.</param>
    public static string Of(EmailState state, bool isFile = false) =>
        state switch
        {
            EmailState.Sent when isFile => "Written to file",
            EmailState.Queued => "Waiting",
            EmailState.Skipped => "Not needed",
            EmailState.Unsure => "Delivery unknown",
            _ => state.ToString(),
        };
}
