using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Outcomes;

/// <summary>Reads figures for the screen, its file and the REST API.</summary>
internal sealed class OutcomeQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    OutcomeReader reader,
    BreakPages breaks,
    ForecastKeeper forecasts,
    IOptions<SnapTradeOptions> snapTrade,
    TimeProvider time
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
    public async Task<OutcomeComparison> GetAsync(OutcomeRequest request, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        return await reader.GetAsync(request, cancellationToken);
    }

    /// <summary>A page of the breaks that a figure counts, the latest first.</summary>
    /// <param name="request">Which breaks.</param>
    /// <param name="after">The position after which the page begins; null for the first one.</param>
    /// <param name="limit">The maximum number of rows.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<BreakRow, BreakPosition>> PageAsync(
        BreakRequest request,
        BreakPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        var (query, view, asOf) = request;
        var page = view.IsRepairedThen
            ? await breaks.RepairedAsync(query, after, limit, cancellationToken)
            : await breaks.PageAsync(query, view.Selection, asOf, after, limit, cancellationToken);
        var people = await PeopleAsync(
            [.. page.Rows.Select(e => e.ConnectionId).Distinct(StringComparer.Ordinal)],
            cancellationToken
        );
        return new(
            [
                .. page.Rows.Select(e => new BreakRow(
                    e,
                    people.GetValueOrDefault(e.ConnectionId, e.ConnectionId)
                )),
            ],
            page.Next
        );
    }

    /// <summary>The latest forecast of breaks, and how the one of a week ago did.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ForecastView> ForecastAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        return await forecasts.FindAsync(cancellationToken);
    }

    /// <summary>What users cost whose connections stay broken; null without a price.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<BrokenUsersCost?> CostAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        if (snapTrade.Value.PricePerUserMonth is not { } price)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = BrokenUsers.Since(db, time.GetUtcNow() - BrokenUsersCost.BrokenFor);
        return new BrokenUsersCost(await users.CountAsync(cancellationToken), price);
    }

    /// <summary>The users of connections, by the connection's id: their names, or their ids without one.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Dictionary<string, string>> PeopleAsync(
        IReadOnlyCollection<string> connectionIds,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        if (connectionIds.Count == 0)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found =
            from connection in db.Connections
            where connectionIds.Contains(connection.Id)
            join user in db.SnapTradeUsers on connection.UserId equals user.Id into users
            from user in users.DefaultIfEmpty()
            select new { connection.Id, Name = user!.Name ?? connection.UserId };
        return await found.ToDictionaryAsync(
            c => c.Id,
            c => c.Name,
            StringComparer.Ordinal,
            cancellationToken
        );
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
        idOrSlug is null ? null : brokerages.Values.FirstOrDefault(b => b.Slug == idOrSlug)?.Id ?? idOrSlug;
}

/// <summary>The breaks that all pages of a list are of.</summary>
/// <param name="Query">The period and the filters.</param>
/// <param name="View">What the figure counts.</param>
/// <param name="AsOf">The moment of the first page.</param>
internal sealed record BreakRequest(OutcomeQuery Query, BreaksView View, DateTimeOffset AsOf);

/// <param name="Episode">The break.</param>
/// <param name="Person">The user's name, or an id without one.</param>
internal sealed record BreakRow(EpisodeFacts Episode, string Person);
