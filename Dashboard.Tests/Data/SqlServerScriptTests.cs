using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Data;

/// <summary>Parses the SQL for SQL Server with its own parser, without a server.</summary>
public sealed class SqlServerScriptTests
{
    [Fact]
    public void The_migration_script_is_valid_and_makes_every_table()
    {
        using var db = SqlServer();

        var script = db.GetService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        var tables = new TableNames();
        Parse(script).Accept(tables);
        Assert.Superset(
            db.Model.GetEntityTypes().Select(t => t.GetTableName()!).ToHashSet(StringComparer.Ordinal),
            tables.Created
        );
    }

    [Fact]
    public void No_index_key_is_longer_than_SQL_Server_allows()
    {
        using var db = SqlServer();
        var keys = db
            .Model.GetEntityTypes()
            .SelectMany(t =>
                t.GetIndexes()
                    .Select(i => (Name: i.GetDatabaseName(), i.Properties, Limit: 1700))
                    .Concat(t.GetKeys().Select(k => (Name: k.GetName(), k.Properties, Limit: 900)))
            );

        // Text takes two bytes a character, everything else 8 at most.
        Assert.All(
            keys,
            key =>
                Assert.True(
                    key.Properties.Sum(p => p.ClrType == typeof(string) ? 2 * p.GetMaxLength()!.Value : 8)
                        <= key.Limit,
                    key.Name
                )
        );
    }

    [Fact]
    public void The_statements_that_write_many_rows_are_valid()
    {
        using var db = SqlServer();
        foreach (
            var entity in (Type[])
                [
                    typeof(Connection),
                    typeof(ConnectionEvent),
                    typeof(Episode),
                    typeof(SnapTradeUser),
                    typeof(HealthCount),
                    typeof(EventReceipt),
                    typeof(AuditEntry),
                    typeof(AuditHead),
                    typeof(Difference),
                    typeof(SearchToken),
                    typeof(Email),
                ]
        )
            Assert.All(
                RowCommands.StatementsOf(db, entity),
                row =>
                    Parse(
                        SqlServerRows.TextOf(
                            row,
                            [.. Enumerable.Repeat(JsonTextCode.For(["\"\\\n"]), row.Values)]
                        )
                    )
            );
    }

    private sealed class TableNames : TSqlFragmentVisitor
    {
        public HashSet<string> Created { get; } = new(StringComparer.Ordinal);

        public override void Visit(CreateTableStatement node) =>
            Created.Add(node.SchemaObjectName.BaseIdentifier.Value);
    }
}
