namespace Dashboard.Mail;

/// <summary>A user name is configured, but the mail server has no sign-in that takes a name and a password.</summary>
/// <param name="methods">The methods that it offers, as it names them; empty without <c>AUTH</c>.</param>
/// <param name="cause">What the SMTP client said.</param>
internal sealed class SignInNotOfferedException(IReadOnlyList<string> methods, Exception cause)
    : NotSupportedException("The mail server offers no sign-in with a user name and a password.", cause)
{
    public IReadOnlyList<string> Methods => methods;
}
