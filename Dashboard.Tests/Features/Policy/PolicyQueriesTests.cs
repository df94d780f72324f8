using Dashboard.Data;
using Dashboard.Emails.Policy;
using Dashboard.Features.Policy;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Policy;

/// <summary>What runs over everything that is broken is SQL from end to end, and finds its way by an index.</summary>
public sealed class PolicyQueriesTests
{
    private static readonly Candidate Place = new("user-1", Some.Noon, "c1");
    private static readonly SimulatedRow Row = new(
        "c1",
        Some.Noon,
        null,
        "user-1",
        null,
        null,
        null,
        false,
        false
    );

    [Fact]
    public void Both_pages_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        AssertValid(PolicyPass.Compose(db, Some.Noon, Some.Noon.AddDays(1), after: null).ToQueryString());
        AssertValid(PolicyPass.Compose(db, Some.Noon, Some.Noon.AddDays(1), Place).ToQueryString());
        AssertValid(
            SimulationReader.Compose(db, Some.Noon, Some.Noon.AddDays(30), after: null).ToQueryString()
        );
        AssertValid(SimulationReader.Compose(db, Some.Noon, Some.Noon.AddDays(30), Row).ToQueryString());
    }

    [Fact]
    public async Task Candidates_are_found_in_the_index_without_sorting()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(
            db,
            PolicyPass.Compose(db, Some.Noon, Some.Noon.AddDays(1), Place)
        );
        Assert.Contains(plan, step => step.Contains("IX_Connections_Health_Since_Id (Health=? AND Since>"));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE"));
    }

    [Fact]
    public async Task Episodes_are_found_by_when_they_started()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(
            db,
            SimulationReader.Compose(db, Some.Noon, Some.Noon.AddDays(30), Row)
        );
        Assert.Contains(plan, step => step.Contains("IX_Episodes_StartedAt (StartedAt>"));
        // Only those of one moment are put in order.
        Assert.DoesNotContain(
            plan,
            step => step.EndsWith("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)
        );
    }
}
