using Dashboard.Domain.Reconnect;

namespace Dashboard.Text;

/// <summary>How a customer's visit to the portal ended, in words for customers and operators.</summary>
/// <param name="English">For the customer.</param>
/// <param name="Portuguese">For the customer.</param>
/// <param name="OperatorText">What happened, without the error code.</param>
/// <param name="OperatorAdvice">What operators can do about it.</param>
/// <param name="IsOurs">Whether only operators can fix the cause.</param>
public sealed record PortalOutcome(
    CustomerMessage English,
    CustomerMessage Portuguese,
    string OperatorText,
    string OperatorAdvice,
    bool IsOurs = false
)
{
    public CustomerMessage CustomerWords(CustomerLanguage language) =>
        language == CustomerLanguage.Portuguese ? Portuguese : English;
}

/// <summary>
/// <c>{brokerage}</c> stands for "Questrade" or "your brokerage", <c>{account}</c> for "Questrade account" or
/// "brokerage account".
/// </summary>
/// <param name="Title">What happened.</param>
/// <param name="Text">What the customer does next.</param>
public sealed record CustomerMessage(string Title, string Text);
