using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Reconciliation;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <param name="Brokerage">The brokerage's name, or its id while the name is unknown; null for a full pass.</param>
public sealed record NamedPass(SweepPass Pass, string? Brokerage)
{
    /// <summary>Passes with the names of their brokerages, newest first.</summary>
    internal static IQueryable<NamedPass> Of(DashboardDbContext db, IQueryable<SweepPass> passes) =>
        passes
            .WithBrokerage(db, p => p.BrokerageId)
            .OrderByDescending(p => p.Row.Id)
            .Select(p => new NamedPass(
                p.Row,
                p.Brokerage ?? (p.Row.BrokerageId == "" ? null : p.Row.BrokerageId)
            ));
}
