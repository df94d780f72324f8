namespace Dashboard.Simulator.State;

/// <summary>
/// A user at the simulated SnapTrade. Name, e-mail and locale are what your app would know
/// about its customer; SnapTrade itself keeps none of them.
/// </summary>
public sealed record SimulatedUser(
    string UserId,
    string UserSecret,
    string Name,
    string Email,
    string Locale,
    DateTimeOffset RegisteredAt
)
{
    /// <summary>The id alone: the secret must not get into a log.</summary>
    public override string ToString() => UserId;
}
