using System.Linq.Expressions;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Reconnect;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dashboard.Data;

/// <summary>For several nodes on one database.</summary>
public sealed class SqlServerDashboardDbContext(DbContextOptions<SqlServerDashboardDbContext> options)
    : DashboardDbContext(options)
{
    /// <summary>Of all text columns except those of Identity.</summary>
    internal const string TextCollation = "Latin1_General_100_BIN2";

    private static readonly IntTypeMapping Int = new("int");
    private static readonly LongTypeMapping BigInt = new("bigint");

    // Some megabytes of text at most; a batch of deliveries has half as many.
    private const int RowsPerCommand = 1000;

    // From this severity on, the server closes the connection.
    private const byte FatalSeverity = 20;

    // Timeouts (-2, 258), connections that were not made or were lost (0 to 233, 997, 10xxx, 11001), locks
    // (1205, 1222, 3960), and a server that is starting, moving or too busy (the rest).
    private static readonly HashSet<int> TransientErrors =
    [
        -2,
        0,
        20,
        40,
        53,
        64,
        121,
        233,
        258,
        997,
        1205,
        1222,
        3960,
        4060,
        4221,
        10053,
        10054,
        10060,
        10061,
        10928,
        10929,
        11001,
        40143,
        40197,
        40501,
        40540,
        40613,
        42108,
        42109,
        49918,
        49919,
        49920,
    ];

    protected override string AwaitingVerificationFilter => "[AwaitingVerification] = 1";

    protected override string OpenEmailFilter => "[State] IN (1, 2)";

    // Both count from the year 1. Whole minutes have passed when their boundary is crossed, which is what DATEDIFF counts.
    protected override Func<SqlExpression, SqlExpression> EarliestFor =>
        static at => new SqlFunctionExpression(
            "DATEADD",
            [
                new SqlFragmentExpression("minute"),
                new SqlConstantExpression(-(int)ReconnectLink.ClockSkew.TotalMinutes, Int),
                at,
            ],
            nullable: true,
            argumentsPropagateNullability: [false, false, true],
            at.Type,
            at.TypeMapping
        );

    protected override Func<SqlExpression, SqlExpression> StepOf =>
        static at => new SqlUnaryExpression(
            ExpressionType.Convert,
            new SqlBinaryExpression(
                ExpressionType.Divide,
                new SqlFunctionExpression(
                    "DATEDIFF",
                    [new SqlFragmentExpression("minute"), new SqlFragmentExpression("'0001-01-01'"), at],
                    nullable: true,
                    argumentsPropagateNullability: [false, false, true],
                    typeof(int),
                    Int
                ),
                new SqlConstantExpression((int)BreakSeries.Step.TotalMinutes, Int),
                typeof(int),
                Int
            ),
            typeof(long),
            BigInt
        );

    internal override async Task<int> RunAsync<T>(
        RowStatement statement,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellationToken
    )
    {
        var affected = 0;
        await using var command = ((SqlConnection)Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqlTransaction?)Database.CurrentTransaction?.GetDbTransaction();
        foreach (var chunk in rows.Chunk(RowsPerCommand))
        {
            SqlServerRows.Prepare(command, statement, chunk);
            affected += await command.ExecuteNonQueryAsync(cancellationToken);
        }
        return affected;
    }

    // 2601: unique index, 2627: primary key or unique constraint.
    public override bool IsUniqueViolation(Exception exception) =>
        Errors(exception).Any(error => error.Number is 2601 or 2627);

    public override bool IsTransient(Exception exception) =>
        Errors(exception)
            .Any(error => error.Class >= FatalSeverity || TransientErrors.Contains(error.Number));

    // 1205: chosen as the victim, 3960: changed since the snapshot.
    public override bool IsDeadlock(Exception exception) =>
        Errors(exception).Any(error => error.Number is 1205 or 3960);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Ids are case-sensitive, as at SnapTrade: "zoe" is not "Zoe". Identity's columns keep their collation.
        var ours = builder
            .Model.GetEntityTypes()
            .Where(t =>
                t.ClrType.Namespace!.StartsWith(typeof(Domain.WorkLease).Namespace!, StringComparison.Ordinal)
            );
        foreach (
            var property in ours.SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(string))
        )
            property.SetCollation(TextCollation);
    }

    // An exception may contain several errors, and the first is not always the cause.
    private static IEnumerable<SqlError> Errors(Exception exception) =>
        ErrorsIn<SqlException>(exception).SelectMany(e => e.Errors.Cast<SqlError>());

    private sealed class UtcDateTimeConverter()
        : ValueConverter<DateTimeOffset, DateTime>(
            v => v.UtcDateTime,
            v => new DateTimeOffset(DateTime.SpecifyKind(v, DateTimeKind.Utc))
        );
}
