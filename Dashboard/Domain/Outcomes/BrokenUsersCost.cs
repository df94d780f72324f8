namespace Dashboard.Domain.Outcomes;

/// <summary>What users cost all of whose connections have been broken for longer than <see cref="BrokenFor"/>.</summary>
/// <param name="Price">For a user and month, in dollars.</param>
public sealed record BrokenUsersCost(int Users, decimal Price)
{
    public static readonly TimeSpan BrokenFor = TimeSpan.FromDays(60);

    public decimal Monthly => Users * Price;
}
