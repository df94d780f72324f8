using System.Collections.Frozen;
using System.Text;
using Dashboard.Components.Parts;
using Dashboard.Domain.Audit;

namespace Dashboard.Features.Team.Audit;

/// <summary>How entries of the audit trail read on screen.</summary>
internal static class AuditWords
{
    // Stored names stay as they are, because entries can't be changed. These read like the screens instead.
    private static readonly FrozenDictionary<string, string> OnScreens = new Dictionary<string, string>
    {
        [AuditActions.EndSession] = "Sign out session",
        [AuditActions.EndOtherSessions] = "Sign out other sessions",
        [AuditActions.EndAllSessions] = "Sign out everywhere",
        [AuditActions.AskForNewPassword] = "Request password reset",
        [AuditActions.MakeRecoveryCodes] = "Create recovery codes",
        [AuditActions.BreakConnection] = "Break connection for a drill",
        [AuditActions.SuppressAddress] = "Block address",
        [AuditActions.LiftSuppression] = "Unblock address",
        [AuditActions.StartPass] = "Start data check",
        [AuditActions.PausePass] = "Pause data check",
        [AuditActions.ContinuePass] = "Continue data check",
        ["pass"] = "Data check",
        ["api-key"] = "API key",
        ["email"] = "E-mail",
        ["email-wording"] = "E-mail wording",
    }.ToFrozenDictionary();

    /// <summary>"Create reconnect link".</summary>
    public static string Action(string action) =>
        OnScreens.GetValueOrDefault(action)
        ?? (action.Length == 0 ? action : char.ToUpperInvariant(action[0]) + action[1..]);

    /// <summary>"Refused: already healthy", of "refused: AlreadyHealthy".</summary>
    public static string Result(string result)
    {
        var colon = result.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 || result.Contains('.', StringComparison.Ordinal)
            ? Action(result)
            : $"{Action(result[..colon])}: {Spaced(result[(colon + 2)..])}";
    }

    /// <summary>"Expires at", of "expiresAt".</summary>
    public static string Part(string name) => Action(Spaced(name));

    public static Tone Tone(string result) =>
        AuditResults.KindOf(result) switch
        {
            AuditResult.Refused => Components.Parts.Tone.Wait,
            AuditResult.Failed => Components.Parts.Tone.Bad,
            _ => Components.Parts.Tone.Ok,
        };

    public static string Icon(string result) =>
        AuditResults.KindOf(result) switch
        {
            AuditResult.Refused => "x",
            AuditResult.Failed => "warning",
            _ => "check",
        };

    // Reasons are names of enumerations: "AlreadyHealthy".
    private static string Spaced(string words)
    {
        var spaced = new StringBuilder(words.Length + 4);
        for (var i = 0; i < words.Length; i++)
        {
            var startsWord =
                i > 0 && char.IsAsciiLetterUpper(words[i]) && char.IsAsciiLetterLower(words[i - 1]);
            if (startsWord)
                spaced.Append(' ');
            spaced.Append(startsWord || i == 0 ? char.ToLowerInvariant(words[i]) : words[i]);
        }
        return spaced.ToString();
    }
}
