using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Http;

/// <summary>SnapTrade's BrokerageAuthorization and Brokerage.</summary>
internal static class ConnectionJson
{
    public static object Of(SimulatedAuthorization connection, SimulatedBrokerages brokerages) =>
        new
        {
            id = connection.Id,
            created_date = connection.CreatedAt.ToApiTime(),
            brokerage = brokerages.Find(connection.BrokerageId) is { } brokerage ? Of(brokerage) : null,
            name = connection.Name,
            type = connection.Type,
            disabled = connection.IsDisabled,
            disabled_date = connection.DisabledAt?.ToApiTime(),
            data_freshness_mode = "CACHED",
            meta = new { },
        };

    public static object Of(SimulatedBrokerage brokerage) =>
        new
        {
            id = brokerage.Id,
            slug = brokerage.Slug,
            name = brokerage.Name,
            display_name = brokerage.Name,
            description = $"{brokerage.Name} (simulated)",
            aws_s3_square_logo_url = (string?)null,
            url = brokerage.Url,
            enabled = !brokerage.Down,
            maintenance_mode = brokerage.Maintenance,
            is_degraded = brokerage.Degraded,
            allows_trading = brokerage.AllowsTrading,
        };
}
