using Bunit;
using Dashboard.Data;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Storage;
using Dashboard.Domain.Operators;
using Dashboard.Features.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Features.Storage;

public sealed class StoragePageTests : ScreenContext
{
    public StoragePageTests()
    {
        Services.AddSingleton(
            Options.Create(new DatabaseOptions { ConnectionString = Database.ConnectionString })
        );
        Services.AddSingleton(Options.Create(new BackupOptions()));
        Services.AddSingleton(Options.Create(new RetentionOptions()));
        Services.AddSingleton<KeptFigures>();
        Services.AddSingleton<StorageKeeper>();
        Services.AddSingleton<BackupKeeper>();
        Services.AddSingleton<Replay>();
        Services.AddScoped<StorageReader>();
        Services.AddScoped<StorageActions>();
    }

    [Fact]
    public async Task A_manager_reads_what_is_stored_and_changes_nothing()
    {
        await Database.EventsAsync(Some.Added(), Some.Broken(1));
        await Services.GetRequiredService<StorageKeeper>().RunAsync(null!, Token);
        SignInAs(Role.Manager);

        var page = Render<StoragePage>();

        page.WaitForAssertion(() =>
            Assert.Contains("CONNECTION_BROKEN", page.Markup, StringComparison.Ordinal)
        );
        Assert.Contains("400 days", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Forever", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("section button"));
    }

    [Fact]
    public async Task An_admin_backs_up_and_sees_the_file_and_the_trail_has_it()
    {
        SignInAs(Role.Admin);
        var page = Render<StoragePage>();
        page.WaitForAssertion(() => Assert.Contains("Back up now", page.Markup, StringComparison.Ordinal));

        await page.FindAll("button").Single(b => b.TextContent == "Back up now").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("dashboard-", page.Markup, StringComparison.Ordinal));
        await using var db = Database.CreateDbContext();
        Assert.Equal("back up database", (await db.AuditEntries.SingleAsync(Token)).Action);
    }

    [Fact]
    public async Task An_admin_checks_counts_and_replays_as_a_dry_run()
    {
        await Database.EventsAsync(Some.Added(), Some.Broken(1));
        await using (var db = Database.CreateDbContext())
            await db.Episodes.ExecuteDeleteAsync(Token);
        SignInAs(Role.Admin);
        var page = Render<StoragePage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".step").Count));

        await page.Find("[aria-label='Check kept counts']").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("All kept counts are right.", page.Markup, StringComparison.Ordinal)
        );
        await page.Find("[aria-label='Replay events as a dry run']").ClickAsync(new());

        page.WaitForAssertion(() =>
            Assert.Contains("stored none, replayed open", page.Markup, StringComparison.Ordinal)
        );
        await using var after = Database.CreateDbContext();
        Assert.False(await after.Episodes.AnyAsync(Token));
    }
}
