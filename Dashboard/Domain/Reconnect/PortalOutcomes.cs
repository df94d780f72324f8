using Dashboard.Domain.Events;

namespace Dashboard.Domain.Reconnect;

/// <summary>The results of SnapTrade's portal, as they are stored.</summary>
public static class PortalOutcomes
{
    public const string Success = EventTypes.AttemptSuccess;
    public const string Abandoned = "ABANDONED";

    /// <summary>The portal answered with an error code of the wrong format.</summary>
    public const string Unreadable = "ERROR";

    /// <summary>
    /// Reads the parameters of the portal's redirect, which anybody with the link can forge. Null without a status.
    /// </summary>
    public static string? Read(string? status, string? errorCode) =>
        status?.ToUpperInvariant() switch
        {
            null or "" => null,
            Success => Success,
            Abandoned => Abandoned,
            "ERROR" when IsCode(errorCode) => errorCode,
            _ => Unreadable,
        };

    /// <summary>Whether it is one of SnapTrade's error codes, such as 1023, rather than a name.</summary>
    public static bool IsCode(string? text) => text is { Length: 4 } && text.All(char.IsAsciiDigit);
}
