using System.Data.Common;
using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>A database that keeps every command sent to it, to be counted or explained.</summary>
internal sealed class RecordedCommands(TestDatabase database)
    : DbCommandInterceptor,
        IDbContextFactory<DashboardDbContext>
{
    private readonly List<(string Text, (string Name, object? Value)[] Parameters)> _commands = [];

    public int Count => _commands.Count;

    /// <summary>The parameters of all commands.</summary>
    public IEnumerable<object?> Values => _commands.SelectMany(c => c.Parameters).Select(p => p.Value);

    public void Clear() => _commands.Clear();

    public DashboardDbContext CreateDbContext() => database.CreateDbContext(this);

    /// <summary>The plans of all commands, each with its text first.</summary>
    public async Task<IReadOnlyList<(string Text, IReadOnlyList<string> Plan)>> PlansAsync()
    {
        await using var db = database.CreateDbContext();
        await db.Database.OpenConnectionAsync(Token);
        List<(string, IReadOnlyList<string>)> plans = [];
        foreach (var (text, parameters) in _commands)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = text;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
            plans.Add((text, await QueryPlan.OfAsync(command)));
        }
        return plans;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Keep(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Keep(command);
        return new(result);
    }

    private void Keep(DbCommand command) =>
        _commands.Add(
            (
                command.CommandText,
                [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]
            )
        );
}
