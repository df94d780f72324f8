using System.Globalization;
using System.Text.Json;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>Stores figures under a name, as JSON: they are read whole and never searched.</summary>
public sealed class KeptFigures(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <summary>The figures under a name; null when there are none, or when another version wrote them.</summary>
    public async Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken)
        where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var json = await db.Set<KeptFigure>()
            .AsNoTracking()
            .Where(f => f.Id == id)
            .Select(f => f.Json)
            .FirstOrDefaultAsync(cancellationToken);
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<T>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces all figures whose name begins so by others, in one transaction.</summary>
    public Task ReplaceAsync(
        string start,
        IReadOnlyCollection<KeptFigure> figures,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                await db.Set<KeptFigure>().Where(f => f.Id.StartsWith(start)).ExecuteDeleteAsync(token);
                db.Set<KeptFigure>().AddRange(figures);
                return await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    /// <summary>All figures whose name begins so.</summary>
    public async Task<IReadOnlyList<KeptFigure>> ListAsync(string start, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<KeptFigure>()
            .AsNoTracking()
            .Where(f => f.Id.StartsWith(start))
            .OrderBy(f => f.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The name of figures of a day of UTC: "events/2026-11-20".</summary>
    public static string DayId(string prefix, DateTimeOffset day) =>
        prefix + day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static KeptFigure Of<T>(string id, DateTimeOffset asOf, T figures) =>
        new()
        {
            Id = id,
            AsOf = asOf,
            Json = JsonSerializer.Serialize(figures),
        };
}
