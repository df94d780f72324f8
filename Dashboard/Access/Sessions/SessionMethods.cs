namespace Dashboard.Access.Sessions;

/// <summary>How a session was opened, as <see cref="Domain.OperatorSession.Method"/> says it.</summary>
public static class SessionMethods
{
    public const string Password = "password";
    public const string PasswordAndCode = "password and code";
    public const string Passkey = "passkey";
    public const string SingleSignOn = "single sign-on";
    public const string Invitation = "invitation";
}
