namespace Dashboard.Simulator.State;

/// <summary>A connection: one customer's authorization at one brokerage.</summary>
/// <param name="Login">The brokerage login the customer used; reconnecting needs the same one.</param>
/// <param name="DisabledAt">The time of the break, null while the connection is healthy.</param>
public sealed record SimulatedAuthorization(
    string Id,
    string UserId,
    string BrokerageId,
    string Name,
    string Type,
    string Login,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt,
    IReadOnlyList<SimulatedAccount> Accounts
)
{
    public bool IsDisabled => DisabledAt is not null;
}

/// <summary>An account behind a connection.</summary>
public sealed record SimulatedAccount(string Id, string Name, string Number);
