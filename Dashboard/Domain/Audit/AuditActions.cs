using System.Reflection;

namespace Dashboard.Domain.Audit;

/// <summary>
/// The names of all actions on the audit trail, each a short verb phrase in the present. The screen offers the same list
/// as a filter: after a change of a name, the filter no longer finds entries with the old one.
/// </summary>
public static class AuditActions
{
    public const string SignIn = "sign in";
    public const string SignOut = "sign out";
    public const string EndSession = "end session";
    public const string EndOtherSessions = "end other sessions";
    public const string EndAllSessions = "end all sessions";
    public const string ConfirmIdentity = "confirm identity";
    public const string UseRecoveryCode = "use recovery code";
    public const string ChangePassword = "change password";
    public const string ResetPassword = "reset password";
    public const string AskForNewPassword = "ask for a new password";
    public const string ChangeProfile = "change profile";
    public const string AddPasskey = "add passkey";
    public const string RenamePasskey = "rename passkey";
    public const string RemovePasskey = "remove passkey";
    public const string TurnOnAuthenticator = "turn on authenticator";
    public const string TurnOffAuthenticator = "turn off authenticator";
    public const string MakeRecoveryCodes = "make recovery codes";
    public const string Invite = "invite";
    public const string ResendInvitation = "resend invitation";
    public const string RevokeInvitation = "revoke invitation";
    public const string AcceptInvitation = "accept invitation";
    public const string AddOperator = "add operator";
    public const string ChangeRole = "change role";
    public const string DisableOperator = "disable operator";
    public const string EnableOperator = "enable operator";
    public const string ResetSecondFactor = "reset second factor";
    public const string LinkSingleSignOn = "link single sign-on";
    public const string CreateApiKey = "create API key";
    public const string RenameApiKey = "rename API key";
    public const string RevokeApiKey = "revoke API key";
    public const string CreateReconnectLink = "create reconnect link";
    public const string RevokeReconnectLink = "revoke reconnect link";
    public const string CreatePortalLink = "create portal link";
    public const string CheckConnection = "check connection";
    public const string DeleteConnection = "delete connection";
    public const string BreakConnection = "break connection";
    public const string KeepBothConnections = "keep both connections";
    public const string SendReconnectEmail = "send reconnect e-mail";
    public const string CancelEmail = "cancel e-mail";
    public const string ResendEmail = "send e-mail again";
    public const string ResumeSending = "resume sending e-mails";
    public const string SendEmailBatch = "send e-mail batch";
    public const string CancelEmailBatch = "cancel e-mail batch";
    public const string SendTestEmail = "send test e-mail";
    public const string SendTestDelivery = "send test delivery";
    public const string ChangeEmailWording = "change e-mail wording";
    public const string ChangeEmailPolicy = "change e-mail policy";
    public const string SuppressAddress = "suppress address";
    public const string LiftSuppression = "lift suppression";
    public const string DeclareIncident = "declare incident";
    public const string EndIncident = "end incident";
    public const string Snooze = "snooze connection";
    public const string EndSnooze = "end snooze";
    public const string AssignConnection = "assign connection";
    public const string WriteNote = "write note";
    public const string ShareView = "share view";
    public const string ChangeSharedView = "change shared view";
    public const string RemoveSharedView = "remove shared view";
    public const string ChangeNotices = "change notices";
    public const string SendTestNotice = "send test notice";
    public const string CheckUser = "check user";
    public const string StartPass = "start pass";
    public const string PausePass = "pause pass";
    public const string ContinuePass = "continue pass";
    public const string AddUser = "add user";
    public const string ChangeUser = "change user";
    public const string ErasePerson = "erase person";
    public const string DeleteUserAtSnapTrade = "delete user at SnapTrade";
    public const string DiscoverUsers = "discover users";
    public const string StartUserImport = "start user import";
    public const string FinishUserImport = "finish user import";
    public const string CancelUserImport = "cancel user import";
    public const string ExportAudit = "export audit trail";
    public const string ExportList = "export list";
    public const string BackUpDatabase = "back up database";
    public const string CheckKeptCounts = "check kept counts";
    public const string ReplayEvents = "replay events";
    public const string VerifyAudit = "verify audit trail";

    /// <summary>Every name, in the order above, which menus use.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. typeof(AuditActions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];
}
