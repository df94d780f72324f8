using Dashboard.Components.Screens;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Connections;

/// <summary>A page whose address says which connections are listed: what it shows can be bookmarked and sent.</summary>
public abstract class ConnectionsAddress : ScreenBase
{
    /// <summary>What the address asks for; what it does not say, or says wrongly, is as by default.</summary>
    protected ConnectionsView ViewOfAddress =>
        ConnectionsView.From(
            HealthName,
            Brokerage,
            Days,
            Search,
            Mine,
            SnoozedName,
            Duplicates,
            Contacted,
            Sort,
            Since,
            Data
        );

    [SupplyParameterFromQuery(Name = "health")]
    private string? HealthName { get; set; }

    [SupplyParameterFromQuery]
    private string? Brokerage { get; set; }

    [SupplyParameterFromQuery]
    private string? Days { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? Mine { get; set; }

    [SupplyParameterFromQuery(Name = "snoozed")]
    private string? SnoozedName { get; set; }

    [SupplyParameterFromQuery]
    private string? Duplicates { get; set; }

    [SupplyParameterFromQuery]
    private string? Contacted { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Since { get; set; }

    [SupplyParameterFromQuery]
    private string? Data { get; set; }
}
