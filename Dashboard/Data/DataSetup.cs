using Dashboard.Data.Audit;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Events;
using Dashboard.Data.Keys;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Search;
using Dashboard.Data.Storage;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Data;

public static class DataSetup
{
    public static IHostApplicationBuilder AddData(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<DatabaseOptions>()
            .Bind(builder.Configuration.GetSection(DatabaseOptions.Section))
            .Configure(o =>
                o.ConnectionString =
                    builder.Configuration.GetConnectionString("Dashboard") ?? o.ConnectionString
            )
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        var isSqlServer = DatabaseOptions.SqlServer.Equals(
            builder.Configuration["Database:Provider"],
            StringComparison.OrdinalIgnoreCase
        );
        if (isSqlServer)
            AddContext<SqlServerDashboardDbContext>(builder.Services, UseSqlServer);
        else
            AddContext<SqliteDashboardDbContext>(builder.Services, UseSqlite);

        builder.Services.AddIdentityShape();
        builder.Services.AddSingleton<UserSecrets>();
        builder.Services.AddSingleton<EventLog>();
        builder.Services.AddSingleton<WorkLeases>();
        builder.Services.AddSingleton<CommitHealth>();
        builder.Services.AddSingleton<DatabaseClock>();
        builder.Services.AddSingleton<WriterPulse>();
        builder.Services.AddSingleton<AuditVerifier>();
        builder.Services.AddHostedService<Migrator>();
        if (isSqlServer)
            builder.Services.AddHostedService<ReadCommittedSnapshotCheck>();
        builder.Services.AddHostedService<SearchTokenFiller>();
        builder.Services.AddRecurringWork<LeaseRenewal>();
        builder.Services.AddRecurringWork<SearchTokenCheck>();
        builder.Services.AddRecurringWork<AddressNormalization>();
        builder.Services.AddOutcomeFigures();
        builder.Services.AddRecurringWork<DeliveryWatch>();
        builder.AddStorage();
        KeySetup.Add(builder);
        return builder;
    }

    public static void UseSqlite(DbContextOptionsBuilder options, DatabaseOptions settings) =>
        options
            .UseSqlite(
                settings.ConnectionString,
                // One JSON parameter, so that a query has the same SQL for any number of ids.
                sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
            )
            .AddInterceptors(new SqlitePragmas())
            .ConfigureWarnings(LeaveFailuresToCallers)
            .ReplaceService<IExceptionDetector, CancellationDetector>();

    public static void UseSqlServer(DbContextOptionsBuilder options, DatabaseOptions settings) =>
        options
            .UseSqlServer(
                settings.ConnectionString,
                server =>
                {
                    if (settings.MaxBatchSize is { } size)
                        server.MaxBatchSize(size);
                }
            )
            .ConfigureWarnings(LeaveFailuresToCallers)
            .ReplaceService<IExceptionDetector, CancellationDetector>();

    // A failure is also thrown. Callers handle expected failures, such as a conflict with another writer, and log others
    // once; EF Core would log expected failures as errors with two stack traces each.
    private static void LeaveFailuresToCallers(WarningsConfigurationBuilder warnings) =>
        warnings
            .Log(
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.NonQueryOperationFailed, LogLevel.Debug)
            )
            // Counts up to a limit need no order.
            .Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning);

    private static void AddContext<TContext>(
        IServiceCollection services,
        Action<DbContextOptionsBuilder, DatabaseOptions> configure
    )
        where TContext : DashboardDbContext
    {
        services.AddPooledDbContextFactory<TContext>(
            (provider, options) =>
                configure(options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value)
        );
        services.AddSingleton<IDbContextFactory<DashboardDbContext>>(provider => new AnyFactory<TContext>(
            provider.GetRequiredService<IDbContextFactory<TContext>>()
        ));
        services.AddScoped<DashboardDbContext>(provider =>
            provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext()
        );
    }

    /// <summary>Registers the context factory for code that is independent of the provider.</summary>
    private sealed class AnyFactory<TContext>(IDbContextFactory<TContext> inner)
        : IDbContextFactory<DashboardDbContext>
        where TContext : DashboardDbContext
    {
        public DashboardDbContext CreateDbContext() => inner.CreateDbContext();

        public async Task<DashboardDbContext> CreateDbContextAsync(
            CancellationToken cancellationToken = default
        ) => await inner.CreateDbContextAsync(cancellationToken);
    }
}
