namespace Dashboard.Domain.Outcomes;

/// <summary>Why an attempt at the portal failed. The portal and SnapTrade's events have different codes for one reason.</summary>
public enum PortalError
{
    WrongPassword = 1,
    OtherAccount,
    WrongCode,
    SessionExpired,
    BrokerageDown,
    NoPermission,
    RefusedBySnapTrade,
    AlreadyConnected,

    /// <summary>The customer left before the end.</summary>
    Abandoned,
    Other,
}

public static class PortalErrors
{
    /// <summary>The reason that a result stands for; null for a success and without a result.</summary>
    public static PortalError? Of(string? result) =>
        result switch
        {
            null or "" or Reconnect.PortalOutcomes.Success => null,
            Reconnect.PortalOutcomes.Abandoned => PortalError.Abandoned,
            "1023" or "DIFFERENT_ACCOUNT" => PortalError.OtherAccount,
            "1066" or "INVALID_CREDENTIALS" => PortalError.WrongPassword,
            "1086" or "INVALID_MFA_CODE" or "INVALID_AUTH_CODE" => PortalError.WrongCode,
            "1006" or "AUTH_EXPIRED" or "AUTH_NOT_IN_PROGRESS" => PortalError.SessionExpired,
            "3000" => PortalError.BrokerageDown,
            "1140" => PortalError.NoPermission,
            "1012" or "0000" => PortalError.RefusedBySnapTrade,
            "DUPLICATE_AUTH" => PortalError.AlreadyConnected,
            _ => PortalError.Other,
        };
}
