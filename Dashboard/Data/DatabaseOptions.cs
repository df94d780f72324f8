using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace Dashboard.Data;

/// <summary>Section <c>Database</c>; the connection string is <c>ConnectionStrings__Dashboard</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string DefaultConnectionString = "Data Source=data/dashboard.db";

    public const string Sqlite = "Sqlite";
    public const string SqlServer = "SqlServer";

    /// <summary><see cref="Sqlite"/> or <see cref="SqlServer"/>.</summary>
    [Description("The kind of database: Sqlite or SqlServer.")]
    public string Provider { get; set; } = Sqlite;

    /// <summary>EF's batch size; null: the provider's default.</summary>
    [Description("The most statements in one batch; empty: the provider decides.")]
    public int? MaxBatchSize { get; set; }

    public string ConnectionString { get; internal set; } = DefaultConnectionString;

    /// <summary>Whether the database is a server's and no file.</summary>
    public bool IsServer => SqlServer.Equals(Provider, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reports every invalid setting at once.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(DatabaseOptions options)
    {
        if (
            !DatabaseOptions.Sqlite.Equals(options.Provider, StringComparison.OrdinalIgnoreCase)
            && !DatabaseOptions.SqlServer.Equals(options.Provider, StringComparison.OrdinalIgnoreCase)
        )
            yield return "Database__Provider must be Sqlite or SqlServer.";
        if (options.MaxBatchSize is < 1)
            yield return "Database__MaxBatchSize must be a whole number from 1, or empty for the provider's own.";
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            yield return "ConnectionStrings__Dashboard must not be empty.";
    }
}
