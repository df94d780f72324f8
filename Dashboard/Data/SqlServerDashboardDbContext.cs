using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dashboard.Data;

/// <summary>For several nodes on one database.</summary>
public sealed class SqlServerDashboardDbContext(DbContextOptions<SqlServerDashboardDbContext> options)
    : DashboardDbContext(options)
{
    // A row of the widest table has 27 parameters, and a command may have 2,100.
    private const int MostRowsPerCommand = 60;
    private static readonly int[] TransientErrors =
    [
        -2,
        1205,
        1222,
        3960,
        4060,
        10053,
        10054,
        10060,
        10928,
        40197,
        40501,
        40613,
    ];

    public override int RowsPerCommand => Math.Clamp(BatchSizeOf(options), 1, MostRowsPerCommand);

    // 2601: unique index, 2627: primary key or unique constraint.
    public override bool IsUniqueViolation(Exception exception) =>
        exception.GetBaseException() is SqlException { Number: 2601 or 2627 };

    public override bool IsTransient(Exception exception) =>
        exception.GetBaseException() is SqlException error && TransientErrors.Contains(error.Number);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Ids are compared as SnapTrade compares them: "zoe" is not "Zoe". Identity's own columns stay as they are.
        var ours = builder
            .Model.GetEntityTypes()
            .Where(t => t.ClrType.Namespace == typeof(Domain.Connection).Namespace);
        foreach (
            var property in ours.SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(string))
        )
            property.SetCollation("Latin1_General_100_BIN2");
    }

    private static int BatchSizeOf(DbContextOptions options) =>
        options
            .Extensions.OfType<Microsoft.EntityFrameworkCore.Infrastructure.RelationalOptionsExtension>()
            .Single()
            .MaxBatchSize
        ?? MostRowsPerCommand;

    private sealed class UtcDateTimeConverter()
        : ValueConverter<DateTimeOffset, DateTime>(
            v => v.UtcDateTime,
            v => new DateTimeOffset(DateTime.SpecifyKind(v, DateTimeKind.Utc))
        );
}
