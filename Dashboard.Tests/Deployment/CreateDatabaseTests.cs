using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Dashboard.Tests.Deployment;

public class CreateDatabaseTests
{
    [Fact]
    public void The_script_that_creates_the_database_is_valid_T_SQL()
    {
        using var script = File.OpenText(Path.Combine(Repository.Root, "deploy", "create-database.sql"));

        _ = new TSql170Parser(initialQuotedIdentifiers: true).Parse(script, out var errors);

        Assert.Empty(errors.Select(error => $"line {error.Line}: {error.Message}"));
    }
}
