using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Incidents;
using Dashboard.Features.Incidents;
using Dashboard.Features.Incidents.Detection;
using Dashboard.Features.Notices.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Incidents;

public sealed class IncidentQueriesTests
{
    [Fact]
    public void Queries_about_incidents_and_notices_are_valid_on_SQL_Server()
    {
        using var db = SqlServer();
        var breaks = IncidentBreaks.Of(db, "q", Some.Noon, Some.Noon.AddHours(1));
        AssertValid(IncidentFigures.ByThemselves(db, breaks).ToQueryString());
        AssertValid(BreakReader.Query(db, Some.Noon, Some.Noon.AddMinutes(5)).ToQueryString());
        AssertValid(IncidentRows.Named(db, IncidentRows.Open(db)).ToQueryString());
        AssertValid(OpenCount.Broken(db).ToQueryString());
        var (first, end) = (BreakSeries.StepOf(Some.Noon), BreakSeries.StepOf(Some.Noon.AddHours(3)));
        var byStep = OpenCount.Breaks(db, first, end).ToQueryString();
        AssertValid(byStep);
        Assert.Contains("CAST(DATEDIFF(minute, '0001-01-01', [e].[StartedAt]) / 5 AS bigint)", byStep);
        var place = new PastIncidentPosition(Some.Noon, "i1");
        AssertValid(IncidentQueries.Past(db, place).Take(21).ToQueryString());
        AssertValid(DigestWriter.Repaired(db, Some.Noon).ToQueryString());
        AssertValid(NoticeSender.Due(db, Some.Noon).ToQueryString());
    }

    [Fact]
    public async Task The_breaks_of_five_minutes_are_found_in_the_index()
    {
        using var database = new TestDatabase();
        await using var db = database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(db, BreakReader.Query(db, Some.Noon, Some.Noon.AddMinutes(5)));
        Assert.Contains(plan, step => step.Contains("IX_Episodes_StartedAt (StartedAt>? AND StartedAt<?)"));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal));
    }
}
