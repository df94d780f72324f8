using System.Net;
using Dashboard.Access;
using Dashboard.Api.Exports;
using Dashboard.Domain.Audit;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Exports;

/// <summary>Lists that are written in the background, through HTTP.</summary>
public sealed class BackgroundExportTests : RoomsContext
{
    protected override (string Key, string? Value)[] Settings => [("Exports:BackgroundAbove", "100")];

    private ExportJobs Jobs => Host.Services.GetRequiredService<ExportJobs>();

    [Fact]
    public async Task A_large_list_is_written_in_the_background_and_only_its_owner_gets_the_file()
    {
        await SeedAsync(1203);
        await SignInAsync("admin@demo.example");
        var answer = await Browser.ExportAsync("/connections/export.ndjson");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("/exports", answer.Headers.Location!.ToString());
        var job = Assert.Single(Jobs.Of(await IdOfAsync("admin@demo.example")));
        await job.Ended;
        Assert.Equal((ExportState.Ready, 1203), (job.Status.State, job.Status.Rows));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Assert.Single(Files()))
            );

        var file = await Browser.GetAsync($"/exports/{job.Id}/file");
        Assert.Equal(1203, Lines(await file.Content.ReadAsStringAsync(Token)));
        Assert.EndsWith(
            ".ndjson",
            file.Content.Headers.ContentDisposition!.FileName,
            StringComparison.Ordinal
        );
        await using var db = Host.Database.CreateDbContext();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == AuditActions.ExportList, Token));

        using var other = new SignInBrowser(Host);
        await other.SignInAsync("manager@demo.example", DemoOperators.Password);
        var refused = await other.GetAsync($"/exports/{job.Id}/file");
        Assert.Equal("/exports?gone=true", refused.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/connections")]
    [InlineData("/users")]
    [InlineData("/emails")]
    [InlineData("/history")]
    public async Task A_small_list_is_the_answer_and_leaves_no_file(string list)
    {
        await SeedAsync(3);
        await SignInAsync("admin@demo.example");
        var streamed = await Browser.GetAsync($"{list}/export.csv");
        var answer = await Browser.ExportAsync($"{list}/export.csv");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            await streamed.Content.ReadAsStringAsync(Token),
            await answer.Content.ReadAsStringAsync(Token)
        );
        Assert.Equal(
            streamed.Content.Headers.ContentDisposition!.FileName,
            answer.Content.Headers.ContentDisposition!.FileName
        );
        Assert.Empty(Jobs.Of(await IdOfAsync("admin@demo.example")));
        // Deleted when the answer has been sent, which the reader may have before the server knows.
        await Eventually.TrueAsync(() => Files().Length == 0, "the file is deleted");
    }

    [Fact]
    public async Task Where_no_file_can_be_created_the_list_is_sent_while_it_is_read()
    {
        await SeedAsync(203);
        // A file where the folder should be.
        await File.WriteAllTextAsync(Host.Database.ExportFolder, "", Token);
        await SignInAsync("admin@demo.example");

        var answer = await Browser.ExportAsync("/connections/export.ndjson");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(203, Lines(await answer.Content.ReadAsStringAsync(Token)));
        Assert.Empty(Jobs.Of(await IdOfAsync("admin@demo.example")));
    }

    private Task SeedAsync(int connections) =>
        Host.Database.EventsAsync([
            .. Enumerable.Range(0, connections).Select(i => Some.Broken(i % 7, $"c{i:0000}")),
        ]);

    private Task SignInAsync(string email) => Browser.SignInAsync(email, DemoOperators.Password);

    private async Task<string> IdOfAsync(string email)
    {
        await using var db = Host.Database.CreateDbContext();
        return await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(Token);
    }

    private string[] Files() =>
        Directory.Exists(Host.Database.ExportFolder)
            ? Directory.GetFiles(Host.Database.ExportFolder, "*", SearchOption.AllDirectories)
            : [];

    private static int Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}
