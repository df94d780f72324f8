using System.Data.Common;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Reconnect;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SQLitePCL;

namespace Dashboard.Data;

/// <summary>The embedded default: one node, one file.</summary>
public sealed class SqliteDashboardDbContext(DbContextOptions<SqliteDashboardDbContext> options)
    : DashboardDbContext(options)
{
    private static readonly LongTypeMapping Integer = new("INTEGER");

    // 1555: primary key, 2067: unique index. A retry does not help for other constraints.
    public override bool IsUniqueViolation(Exception exception) =>
        ErrorsIn<SqliteException>(exception).Any(e => e.SqliteExtendedErrorCode is 1555 or 2067);

    // 5 is SQLITE_BUSY, 6 is SQLITE_LOCKED.
    public override bool IsTransient(Exception exception) =>
        ErrorsIn<SqliteException>(exception).Any(e => e.SqliteErrorCode is 5 or 6);

    // One writer at a time waits for the other instead.
    public override bool IsDeadlock(Exception exception) => false;

    internal override Task<int> RunAsync<T>(
        RowStatement statement,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            SqliteRows.Run((SqliteConnection)Database.GetDbConnection(), statement, rows, cancellationToken)
        );

    protected override string AwaitingVerificationFilter => "\"AwaitingVerification\"";

    protected override string OpenEmailFilter => "\"State\" IN (1, 2)";

    // Times are stored as ticks: see UtcTicksConverter.
    protected override Func<SqlExpression, SqlExpression> StepOf =>
        static at => new SqlBinaryExpression(
            ExpressionType.Divide,
            new SqlUnaryExpression(ExpressionType.Convert, at, typeof(long), Integer),
            new SqlConstantExpression(BreakSeries.Step.Ticks, Integer),
            typeof(long),
            Integer
        );

    protected override Func<SqlExpression, SqlExpression> EarliestFor =>
        static at => new SqlBinaryExpression(
            ExpressionType.Subtract,
            new SqlUnaryExpression(ExpressionType.Convert, at, typeof(long), Integer),
            new SqlConstantExpression(ReconnectLink.ClockSkew.Ticks, Integer),
            at.Type,
            at.TypeMapping
        );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // SQLite has no comparable type for a point in time, so times are stored as ticks.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private sealed class UtcTicksConverter()
        : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));
}

/// <summary>
/// Settings that SQLite keeps per connection. <c>synchronous=FULL</c> makes every commit survive a loss of
/// power; in WAL mode <c>NORMAL</c> would not.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private readonly ConditionalWeakTable<sqlite3, sqlite3> _prepared = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private void Apply(DbConnection connection)
    {
        // They apply to the handle, which the pool reuses.
        if (connection is not SqliteConnection { Handle: { } handle } || !_prepared.TryAdd(handle, handle))
            return;
        using var command = connection.CreateCommand();
        // Each connection of the pool has a page cache of its own, which fills with a large file; the file's pages are in
        // the system's cache too.
        command.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=2000;";
        command.ExecuteNonQuery();
    }
}
