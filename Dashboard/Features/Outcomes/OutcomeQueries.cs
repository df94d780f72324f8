using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outcomes;

/// <summary>Reads figures for the screen, its file and the REST API.</summary>
internal sealed class OutcomeQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    OutcomeReader reader,
    ForecastKeeper forecasts
)
{
    /// <summary>The figures, if they are to be had at once; see <see cref="StartAsync"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<OutcomeComparison?> FindAsync(
        OutcomeRequest request,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        return await reader.FindAsync(request, cancellationToken);
    }

    /// <summary>Has the figures computed in the background.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<OutcomeJob> StartAsync(OutcomeRequest request)
    {
        await current.DemandAsync(Permission.ViewHistory);
        return reader.Start(request);
    }

    /// <summary>The figures, however long it takes.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<OutcomeComparison> GetAsync(
        OutcomeRequest request,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        return await reader.GetAsync(request, cancellationToken);
    }

    /// <summary>The latest forecast of breaks, and how the one of a week ago did.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ForecastView> ForecastAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        return await forecasts.FindAsync(cancellationToken);
    }

    /// <summary>All brokerages, by id.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Dictionary<string, Brokerage>> BrokeragesAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await BrokerageRows.ByIdAsync(db, cancellationToken);
    }

    /// <summary>The id that an id or slug stands for.</summary>
    public static string? IdOf(string? idOrSlug, IReadOnlyDictionary<string, Brokerage> brokerages) =>
        idOrSlug is null
            ? null
            : brokerages.Values.FirstOrDefault(b => b.Slug == idOrSlug)?.Id ?? idOrSlug;
}
