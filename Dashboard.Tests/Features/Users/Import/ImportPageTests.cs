using System.Text;
using Bunit;
using Dashboard.Features.Users.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Users.Import;

public sealed class ImportPageTests : UserScreens
{
    private const string File =
        "id,mail,secret,shoe size\nu1,zoe@example.com,s3cret-of-zoe,38\nu2,nowhere,,\n";

    [Fact]
    public async Task One_sees_how_the_file_begins_without_secrets_and_what_is_not_imported()
    {
        var page = await OpenAsync(File);
        page.WaitForElement(".preview-wrap td");
        Assert.Equal(
            ["User id", "E-mail", "Secret"],
            page.FindAll(".preview-wrap th").Select(h => h.TextContent)
        );
        Assert.Contains("zoe@example.com", page.Find(".preview-wrap").TextContent);
        Assert.DoesNotContain("s3cret", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("38", page.Find(".preview-wrap").TextContent);
    }

    [Fact]
    public async Task A_mapping_without_a_user_id_can_not_be_checked()
    {
        var page = await OpenAsync(File);
        page.WaitForElement(".mapping .mud-select");
        await SelectAsync(page, "Not imported");
        page.WaitForAssertion(() => Assert.Contains("Choose the column with the user id", page.Markup));
        Assert.True(page.Find(".import-actions button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task From_the_columns_over_the_check_to_the_end()
    {
        var page = await OpenAsync(File);
        page.WaitForElement(".import-actions button");
        await page.Find(".import-actions button").ClickAsync(new());
        page.WaitForElement("[role=progressbar]");

        await RunAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("Import 1 user", page.Markup));
        Assert.Contains("email must be an address", page.Find(".issues-table").TextContent);
        Assert.EndsWith("/report.csv", page.Find("a[download]").GetAttribute("href"));

        await page.FindAll(".import-actions button")[^1].ClickAsync(new());
        await RunAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("Imported.", page.Find(".notice.ok").TextContent));
        Assert.Empty(page.FindAll("[role=progressbar]"));
    }

    [Fact]
    public async Task What_was_not_checked_as_it_is_shown_can_not_be_imported()
    {
        var page = await OpenAsync(File);
        page.WaitForElement(".import-actions button");
        await page.Find(".import-actions button").ClickAsync(new());
        await RunAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("Import 1 user", page.Markup));

        await SelectAsync(page, "Not imported", nth: 2);
        page.WaitForAssertion(() => Assert.Contains("check again to import", page.Markup));
        Assert.DoesNotContain("Import 1 user", page.Markup, StringComparison.Ordinal);
        await SelectAsync(page, "Secret", nth: 2);
        page.WaitForAssertion(() => Assert.Contains("Import 1 user", page.Markup));
    }

    [Fact]
    public async Task A_file_can_be_discarded()
    {
        var page = await OpenAsync(File);
        page.WaitForElement("button.danger");
        await page.Find("button.danger").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Cancelled.", page.Find(".notice").TextContent));
    }

    [Fact]
    public async Task Every_import_is_listed_with_its_state()
    {
        await UploadAsync(File);
        var page = Render<ImportsPage>();
        page.WaitForAssertion(() =>
            Assert.Contains("Waiting for columns", page.Find(".line-item").TextContent)
        );
        Assert.Equal(ImportUpload.Path, page.Find("[data-upload]").GetAttribute("data-upload"));
    }

    private Task<string?> UploadAsync(string text) =>
        Services
            .GetRequiredService<UserImports>()
            .ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "users.csv", Token);

    private async Task<IRenderedComponent<ImportPage>> OpenAsync(string text)
    {
        var id = await UploadAsync(text);
        return Render<ImportPage>(p => p.Add(x => x.Id, id!));
    }

    private async Task RunAsync()
    {
        await using var db = Database.CreateDbContext();
        var import = await db.UserImports.AsNoTracking().SingleAsync(Token);
        Assert.True(import.IsAtWork);
        await Services.GetRequiredService<ImportPass>().RunAsync(import, _ => Task.FromResult(true), Token);
    }
}
