namespace Dashboard.Domain.Deliveries;

/// <summary>
/// A delivery that an admin sends to this server through its public address. It is checked like any other, and then
/// answered without being stored, so that it changes no connection and no figure.
/// </summary>
public static class TestDelivery
{
    /// <summary>SnapTrade has no such type, and only the holder of the consumer key can sign one.</summary>
    public const string EventType = "DASHBOARD_TEST";
}

/// <summary>What the server saw of a test delivery.</summary>
/// <param name="Address">The client's network address, as the trusted proxies report it.</param>
/// <param name="IsRelayed">Whether that address passed on a request of another, and is not trusted to say whose.</param>
public sealed record TestDeliverySeen(string Scheme, string Host, string? Address, bool IsRelayed);
