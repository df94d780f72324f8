using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Events;

/// <summary>
/// SnapTrade's event types and our own. Types are strings: unlisted types are
/// stored and shown unchanged.
/// </summary>
public static class EventTypes
{
    public const string UserRegistered = "USER_REGISTERED";
    public const string UserDeleted = "USER_DELETED";
    public const string ConnectionFailed = "CONNECTION_FAILED";
    public const string ConnectionAttempted = "CONNECTION_ATTEMPTED";
    public const string ConnectionAdded = "CONNECTION_ADDED";
    public const string ConnectionDeleted = "CONNECTION_DELETED";
    public const string ConnectionBroken = "CONNECTION_BROKEN";
    public const string ConnectionFixed = "CONNECTION_FIXED";
    public const string ConnectionUpdated = "CONNECTION_UPDATED";
    public const string NewAccountAvailable = "NEW_ACCOUNT_AVAILABLE";
    public const string AccountRemoved = "ACCOUNT_REMOVED";
    public const string HoldingsUpdated = "ACCOUNT_HOLDINGS_UPDATED";
    public const string TransactionsInitialUpdate = "ACCOUNT_TRANSACTIONS_INITIAL_UPDATE";
    public const string TransactionsUpdated = "ACCOUNT_TRANSACTIONS_UPDATED";
    public const string TradeDetection = "TRADE_DETECTION";
    public const string TradeUpdate = "TRADE_UPDATE";

    /// <summary>A reconnect link was made by an operator or through the API.</summary>
    public const string LinkCreated = "RECONNECT_LINK_CREATED";

    /// <summary>A reconnect link was revoked by an operator.</summary>
    public const string LinkRevoked = "RECONNECT_LINK_REVOKED";

    /// <summary>A reconnect link was opened for the first time.</summary>
    public const string LinkOpened = "RECONNECT_LINK_OPENED";

    /// <summary>A program, likely a mail scanner, opened a reconnect link for the first time.</summary>
    public const string LinkScanned = "RECONNECT_LINK_SCANNED";

    /// <summary>The mail server accepted a reconnect e-mail that lists the connection.</summary>
    public const string EmailSent = "RECONNECT_EMAIL_SENT";

    /// <summary>A reconnect e-mail bounced.</summary>
    public const string EmailBounced = "RECONNECT_EMAIL_BOUNCED";

    /// <summary>The customer reported a reconnect e-mail as unwanted.</summary>
    public const string EmailComplained = "RECONNECT_EMAIL_COMPLAINED";

    /// <summary>The customer opted out of e-mails.</summary>
    public const string EmailOptedOut = "RECONNECT_EMAIL_OPTED_OUT";

    /// <summary>An operator created a 5-minute portal link.</summary>
    public const string PortalLinkCreated = "PORTAL_LINK_CREATED";

    /// <summary>An operator asked SnapTrade to delete the connection; a check determines the result.</summary>
    public const string DeletionAsked = "CONNECTION_DELETION_ASKED";

    /// <summary>An operator asked SnapTrade to disable the connection, as a drill.</summary>
    public const string DrillAsked = "CONNECTION_DRILL_ASKED";

    /// <summary>The customer pressed the button and was sent to the portal.</summary>
    public const string PortalStarted = "PORTAL_STARTED";

    /// <summary>The customer came back from the portal; the attempt result is the portal's answer.</summary>
    public const string PortalReturned = "PORTAL_RETURNED";

    /// <summary><see cref="ConnectionAttempted"/>'s result when the customer logged in.</summary>
    public const string AttemptSuccess = "SUCCESS";

    /// <summary>Types in SnapTrade's contract, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ConnectionBroken,
        ConnectionFixed,
        ConnectionAdded,
        ConnectionDeleted,
        ConnectionUpdated,
        ConnectionAttempted,
        ConnectionFailed,
        NewAccountAvailable,
        AccountRemoved,
        TradeDetection,
        TradeUpdate,
        UserRegistered,
        UserDeleted,
        LinkCreated,
        LinkOpened,
        LinkScanned,
        LinkRevoked,
        EmailSent,
        EmailBounced,
        EmailComplained,
        EmailOptedOut,
        PortalLinkCreated,
        PortalStarted,
        PortalReturned,
        DeletionAsked,
        DrillAsked,
    ];

    /// <summary>Whether only this product makes events of the type: no webhook carries it.</summary>
    public static bool IsOwn(string type) =>
        type
            is LinkCreated
                or LinkOpened
                or LinkScanned
                or LinkRevoked
                or EmailSent
                or EmailBounced
                or EmailComplained
                or EmailOptedOut
                or PortalLinkCreated
                or PortalStarted
                or PortalReturned
                or DeletionAsked
                or DrillAsked;

    /// <summary>
    /// Daily traffic that only reports new data: it updates <see cref="Connection.LastDataAt"/>
    /// and a counter, and is not stored in the history.
    /// </summary>
    public static bool IsData(string type) =>
        type is HoldingsUpdated or TransactionsInitialUpdate or TransactionsUpdated;

    /// <summary>The event's claim about the connection's health; null without one.</summary>
    public static FactKind? FactOf(string type) =>
        type switch
        {
            ConnectionAdded => FactKind.Added,
            ConnectionFixed => FactKind.Fixed,
            ConnectionBroken => FactKind.Broken,
            ConnectionDeleted or UserDeleted => FactKind.Deleted,
            _ => null,
        };

    /// <summary>
    /// Whether the event indicates an unspecified change of health that requires a check.
    /// </summary>
    public static bool IsAmbiguous(string type, string? attemptResult) =>
        type is ConnectionUpdated or DeletionAsked
        || (type is ConnectionAttempted or PortalReturned && attemptResult == AttemptSuccess);
}
