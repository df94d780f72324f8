using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Data.Reading;

/// <summary>
/// A query that EF Core translates once instead of each time it runs, for queries that run with every batch of events, and for
/// screens after it: translating a short one takes about as long as running it.
/// </summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class PreparedQuery<TArgument, TRow>(
    Func<Func<DashboardDbContext, TArgument, IAsyncEnumerable<TRow>>> compile
)
{
    // EF Core refuses to run a compiled query with another model, and each provider has one of its own.
    private readonly ConditionalWeakTable<
        IModel,
        Func<DashboardDbContext, TArgument, IAsyncEnumerable<TRow>>
    > _byModel = [];

    public IAsyncEnumerable<TRow> Run(DashboardDbContext db, TArgument argument) =>
        _byModel.GetValue(db.Model, _ => compile())(db, argument);
}

/// <summary>A prepared query without an argument.</summary>
/// <inheritdoc cref="PreparedQuery{TArgument, TRow}"/>
internal sealed class PreparedQuery<TRow>(Func<Func<DashboardDbContext, IAsyncEnumerable<TRow>>> compile)
{
    private readonly ConditionalWeakTable<
        IModel,
        Func<DashboardDbContext, IAsyncEnumerable<TRow>>
    > _byModel = [];

    public IAsyncEnumerable<TRow> Run(DashboardDbContext db) =>
        _byModel.GetValue(db.Model, _ => compile())(db);
}
