using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Dashboard.Tests.Data.Upgrades;

/// <summary>
/// While nodes are replaced one by one, a node of the version before works on the new schema. So a version only adds; what it no
/// longer needs is removed by the one after it.
/// </summary>
public sealed class ExpandTests
{
    /// <summary>The last migration of the version before. Move it on with each release, and keep a new file for the tests.</summary>
    internal const string Before = "FindWaitingAndTriggers";

    [Fact]
    public void The_version_only_adds_to_SQLite()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        AssertOnlyAdds(db);
    }

    [Fact]
    public void The_version_only_adds_to_SQL_Server()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        AssertOnlyAdds(db);
    }

    [Fact]
    public void What_would_break_a_node_of_the_version_before_is_recognized()
    {
        HashSet<string> none = [];
        Assert.False(Adds(new DropColumnOperation(), none));
        Assert.False(Adds(new RenameTableOperation(), none));
        Assert.False(Adds(new AddColumnOperation { ClrType = typeof(int) }, none));
        Assert.False(Adds(new CreateIndexOperation { IsUnique = true, Table = "Old" }, none));
        Assert.True(Adds(new AddColumnOperation { ClrType = typeof(int), DefaultValue = 0 }, none));
        Assert.True(Adds(new CreateIndexOperation { IsUnique = true, Table = "New" }, ["New"]));
    }

    private static void AssertOnlyAdds(DbContext db)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        var added = assembly
            .Migrations.SkipWhile(m => !m.Key.EndsWith("_" + Before, StringComparison.Ordinal))
            .Skip(1)
            .SelectMany(m => assembly.CreateMigration(m.Value, db.Database.ProviderName!).UpOperations)
            .ToList();
        Assert.NotEmpty(added);
        var tables = added
            .OfType<CreateTableOperation>()
            .Select(t => t.Name)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(added, operation => Assert.True(Adds(operation, tables), Words(operation)));
    }

    private static bool Adds(MigrationOperation operation, HashSet<string> newTables) =>
        operation switch
        {
            CreateTableOperation or DropIndexOperation => true,
            AddColumnOperation column => column.IsNullable
                || column.DefaultValue is not null
                || column.DefaultValueSql is not null
                || newTables.Contains(column.Table),
            CreateIndexOperation index => !index.IsUnique || newTables.Contains(index.Table),
            _ => false,
        };

    private static string Words(MigrationOperation operation) =>
        operation is ITableMigrationOperation { Table: { } table }
            ? $"{operation.GetType().Name} of {table}"
            : operation.GetType().Name;
}
