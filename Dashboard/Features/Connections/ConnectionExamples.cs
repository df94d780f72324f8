using Dashboard.Api;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>Examples for the API's description.</summary>
internal static class ConnectionExamples
{
    public const string Id = "3f1b6f0e-6d0b-4c43-9f0a-1c8f4f6f2a11";
    private static readonly DateTimeOffset Broke = new(2026, 11, 19, 9, 2, 11, TimeSpan.Zero);
    private static readonly BrokerageItem Questrade = new(
        "d17a0f2c-8c1b-4a53-a6c5-8f0c8a9b7e10",
        "QUESTRADE",
        "Questrade"
    );

    public static readonly ConnectionItem Connection = new(
        Id,
        "customer-1907",
        Health.Disabled,
        Broke,
        DisabledSince: Broke,
        AwaitingVerification: false,
        Questrade,
        Name: "Connection-1",
        Type: "read",
        LastEventAt: Broke,
        LastVerifiedAt: Broke.AddDays(2),
        LastDataAt: Broke.AddHours(-5),
        DataState: DataState.None
    );

    public static readonly Page<ConnectionItem> Page = new([Connection], NextCursor: null);

    public static readonly Summary Summary = new(
        Broke.AddDays(3),
        new HealthTotalsItem(Healthy: 2811, Disabled: 94, Deleted: 40, Unknown: 2),
        [
            new(
                Questrade.Id,
                Questrade.Slug,
                Questrade.Name,
                Healthy: 340,
                Disabled: 18,
                Deleted: 3,
                Unknown: 0
            ),
        ]
    );
}
