using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <param name="Awaiting">Those awaiting verification; each is counted with its health too.</param>
public sealed record HealthTotals(long Healthy, long Disabled, long Deleted, long Unknown, long Awaiting)
{
    public long All => Healthy + Disabled + Deleted + Unknown;

    /// <summary>The number of connections of each chip of the list.</summary>
    public long Of(HealthView view) =>
        view switch
        {
            HealthView.Disabled => Disabled,
            HealthView.Healthy => Healthy,
            HealthView.Verifying => Awaiting,
            HealthView.Unknown => Unknown,
            HealthView.Deleted => Deleted,
            _ => All,
        };

    public static HealthTotals Of(IEnumerable<HealthCount> counts)
    {
        var byHealth = counts.ToLookup(c => c.Health);
        long Total(Health health) => byHealth[health].Sum(c => c.Total);
        return new HealthTotals(
            Total(Health.Healthy),
            Total(Health.Disabled),
            Total(Health.Deleted),
            Total(Health.Unknown),
            byHealth.SelectMany(g => g).Sum(c => c.Awaiting)
        );
    }
}
