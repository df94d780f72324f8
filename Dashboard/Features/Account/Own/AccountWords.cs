using Dashboard.Access.SignIn;

namespace Dashboard.Features.Account.Own;

/// <summary>Messages about completed actions. The page gets the action's name in its URL, so that a reload does not repeat it.</summary>
internal static class AccountWords
{
    public const string Profile = "profile";
    public const string Password = "password";
    public const string AuthenticatorOff = "authenticator-off";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRenamed = "passkey-renamed";
    public const string PasskeyRemoved = "passkey-removed";
    public const string SessionEnded = "session-ended";
    public const string OthersEnded = "others-ended";
    public const string Confirmed = "confirmed";

    public static string? Of(string? done) =>
        done switch
        {
            Profile => "Your profile is saved.",
            Password => "Your password is changed. You are signed out everywhere else.",
            AuthenticatorOff => "The authenticator app is off.",
            PasskeyAdded => "The passkey is added. You can sign in with it from now on.",
            PasskeyRenamed => "The passkey is renamed.",
            PasskeyRemoved =>
                "The passkey is removed here. Delete it in your device or password manager too.",
            SessionEnded => "That session is signed out. Its screens close within a minute.",
            OthersEnded => "You are signed out everywhere else. Other screens close within a minute.",
            Confirmed => "Confirmed. You are not asked again for 15 minutes.",
            _ => null,
        };

    /// <summary>Null for an accepted proof.</summary>
    public static string? ProblemOf(ProofOutcome proof) =>
        proof switch
        {
            ProofOutcome.Accepted => null,
            ProofOutcome.Throttled => TooManyTries.Words,
            _ =>
                "That is wrong, or was used before. After five wrong attempts the account is locked for 10 minutes.",
        };

    public static string UrlFor(string done) => $"/account?done={done}";
}
