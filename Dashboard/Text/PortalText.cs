using Dashboard.Domain.Reconnect;

namespace Dashboard.Text;

/// <summary>
/// The meaning of the portal's answers and of <c>connectionAttemptedResult</c>, from SnapTrade's guides.
/// </summary>
public static class PortalText
{
    /// <summary>By the portal's result or error code, or an attempt's result. Unknown results have a text too.</summary>
    public static PortalOutcome Of(string? result) =>
        result switch
        {
            PortalOutcomes.Success => PortalOutcomeTexts.Succeeded,
            PortalOutcomes.Abandoned => PortalOutcomeTexts.WalkedAway,
            "1023" or "DIFFERENT_ACCOUNT" => PortalOutcomeTexts.OtherAccount,
            "1066" or "INVALID_CREDENTIALS" => PortalOutcomeTexts.WrongPassword,
            "1086" or "INVALID_MFA_CODE" or "INVALID_AUTH_CODE" => PortalOutcomeTexts.WrongCode,
            "1006" or "AUTH_EXPIRED" or "AUTH_NOT_IN_PROGRESS" => PortalOutcomeTexts.SessionGone,
            "3000" => PortalOutcomeTexts.BrokerageDown,
            "1140" => PortalOutcomeTexts.NoPermission,
            "1012" or "0000" => PortalOutcomeTexts.OurFault,
            "DUPLICATE_AUTH" => PortalOutcomeTexts.AlreadyThere,
            "NO_DATA" => PortalOutcomeTexts.NothingThere,
            "IBKR_CANADA" => PortalOutcomeTexts.Unsupported,
            _ => PortalOutcomeTexts.Unknown,
        };

    /// <summary>
    /// For the timeline: "Tried to reconnect with a different account (1023)". Names such as INVALID_MFA_CODE add nothing
    /// to the words and are left out.
    /// </summary>
    public static string Describe(string? result)
    {
        var words = Of(result).OperatorText;
        return PortalOutcomes.IsCode(result) ? $"{words} ({result})" : words;
    }
}
