using System.Globalization;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Http;

/// <summary>SnapTrade's Account.</summary>
internal static class AccountJson
{
    public static object Of(
        SimulatedAccount account,
        SimulatedAuthorization connection,
        SimulatedBrokerages brokerages,
        DateTimeOffset now
    ) =>
        new
        {
            id = account.Id,
            brokerage_authorization = connection.Id,
            name = account.Name,
            number = account.Number,
            institution_name = brokerages.Find(connection.BrokerageId)?.Name,
            created_date = connection.CreatedAt.ToApiTime(),
            status = "open",
            sync_status = new
            {
                holdings = new
                {
                    initial_sync_completed = true,
                    last_successful_sync = WithSpace(connection.DisabledAt ?? now.AddHours(-1)),
                },
            },
        };

    /// <summary>The one field in which SnapTrade writes a space for the T.</summary>
    private static string WithSpace(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
}
