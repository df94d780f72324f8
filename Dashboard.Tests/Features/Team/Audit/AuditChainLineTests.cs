using Bunit;
using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Data.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Team.Audit;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Tests.Features.Team.Audit;

/// <summary>Tests the integrity check on the audit screen and its permission.</summary>
public sealed class AuditChainLineTests : ScreenContext
{
    public AuditChainLineTests() => SignInAs(Role.Manager);

    [Fact]
    public async Task Verifying_reports_the_result_and_adds_an_entry()
    {
        await SeedAsync();
        var page = Render<LiveAnnouncer>(p => p.AddChildContent<AuditPage>());
        page.WaitForAssertion(() =>
            Assert.Contains(
                "Integrity not checked yet.",
                page.Find(".audit-chain").TextContent,
                StringComparison.Ordinal
            )
        );

        await page.Find(".audit-chain button").ClickAsync(new());

        page.WaitForAssertion(() =>
            Assert.Contains(
                "The chain is intact as of just now (4 entries, verified by Test person).",
                Words(page),
                StringComparison.Ordinal
            )
        );
        Assert.Equal("The chain is intact, 4 entries.", page.Find("#announcer").TextContent.Trim('\u00A0'));
        await using var db = Database.CreateDbContext();
        var entry = db.AuditEntries.OrderBy(e => e.Number).Last();
        Assert.Equal(("verify audit trail", "done: 4 entries"), (entry.Action, entry.Result));
        Assert.Contains("\"lastHash\":", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chain_is_loud_and_stays_so()
    {
        await SeedAsync();
        await Database.TamperAsync("UPDATE AuditEntries SET Actor = 'Nobody' WHERE Number = 2");
        var page = Open();
        page.WaitForElement(".audit-chain button");

        await page.Find(".audit-chain button").ClickAsync(new());

        page.WaitForAssertion(() =>
            Assert.Contains(
                "Entry 2 was changed after it was written.",
                page.Find("[role=alert]").TextContent,
                StringComparison.Ordinal
            )
        );
        var again = Open();
        again.WaitForAssertion(() =>
            Assert.Contains(
                "The audit trail is broken.",
                again.Find("[role=alert]").TextContent,
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task Support_can_not_read_it_even_without_the_page()
    {
        SignInAs(Role.Support);
        var current = ActorScope.Of(Role.Support);
        var queries = new AuditQueries(Database, current);
        var ct = Token;

        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.PageAsync(new(), null, 50, ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => queries.ActorsAsync(ct));
        var check = new AuditCheck(Database, new(Database), new(current, Clock), current);
        await Assert.ThrowsAsync<AccessDeniedException>(() => check.LatestAsync(ct));
        await Assert.ThrowsAsync<AccessDeniedException>(() => check.VerifyAsync(new Progress<double>(), ct));
        Assert.Contains(
            typeof(AuditPage).GetCustomAttributes(inherit: true).OfType<AuthorizeAttribute>(),
            a => a.Policy == nameof(Permission.ViewAudit)
        );
    }

    private Task SeedAsync() =>
        Database.AuditAsync([.. Enumerable.Range(0, 4).Select(_ => AuditTrail.Entry())]);

    private IRenderedComponent<AuditPage> Open()
    {
        var page = Render<AuditPage>();
        page.WaitForElement(".audit-table, .state");
        return page;
    }

    private static string Words(IRenderedComponent<LiveAnnouncer> page) =>
        string.Join(
            ' ',
            page.Find(".audit-chain").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
