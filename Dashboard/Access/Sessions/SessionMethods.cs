namespace Dashboard.Access.Sessions;

/// <summary>The values of <see cref="Domain.OperatorSession.Method"/>: how a session was opened.</summary>
public static class SessionMethods
{
    public const string Password = "password";
    public const string PasswordAndCode = "password and code";
    public const string Passkey = "passkey";
    public const string SingleSignOn = "single sign-on";
    public const string Invitation = "invitation";
}
