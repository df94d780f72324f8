using Dashboard.Domain.Emails;

namespace Dashboard.Emails;

/// <summary>What screens call the states of e-mails. The API and the database keep the names of the enumeration.</summary>
internal static class EmailStateWords
{
    public static string Of(EmailState state) =>
        state switch
        {
            EmailState.Queued => "Waiting",
            EmailState.Skipped => "Not needed",
            EmailState.Unsure => "Delivery unknown",
            _ => state.ToString(),
        };
}
