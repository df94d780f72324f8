using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>An operator for the demo, while SnapTrade is simulated.</summary>
public sealed record DemoOperator(string Email, string DisplayName, Role Role);

/// <summary>One operator of each role. The password is public: these exist with simulated data only.</summary>
public static class DemoOperators
{
    public const string Password = "demo reconnect 2026";

    public static IReadOnlyList<DemoOperator> All { get; } =
    [
        new("support@demo.example", "Mia Santos", Role.Support),
        new("admin@demo.example", "Ana Lima", Role.Admin),
        new("manager@demo.example", "Jon Weber", Role.Manager),
    ];

    public static bool Has(string? email) =>
        All.Any(demo => demo.Email.Equals(email, StringComparison.OrdinalIgnoreCase));
}
