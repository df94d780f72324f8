using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Users.Import;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Users.Import;

public sealed class ImportHttpTests : IAsyncLifetime
{
    private RoomsHost _host = null!;
    private HttpClient _caller = null!;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await RoomsHost.StartAsync();
        _caller = _host.Api();
    }

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_uploaded_and_the_response_has_the_next_URL()
    {
        using var answer = await UploadAsync("user id,mail\nu1,zoe@example.com\n", "kundé.csv");
        var address = (await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("address").GetString();
        await using var db = _host.Database.CreateDbContext();
        var import = await db.UserImports.SingleAsync(Ended);
        Assert.Equal(
            ($"/users/import/{import.Id}", "kundé.csv", UserImportState.Uploaded, "bootstrap"),
            (address, import.FileName, import.State, import.CreatedBy)
        );
        Assert.Equal("""{"UserId":0,"Email":1}""", import.Mapping);
    }

    [Fact]
    public async Task A_file_without_the_pages_token_is_refused()
    {
        using var content = new StringContent("user id\nu1\n", Encoding.UTF8, "text/csv");
        using var answer = await _caller.PostAsync(ImportUpload.Path, content, Ended);
        Assert.Contains("Reload", (await answer.JsonAsync(HttpStatusCode.BadRequest)).Detail());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_empty_file_is_refused_and_not_stored()
    {
        using var answer = await UploadAsync("", "empty.csv");
        Assert.Equal("The file is empty.", (await answer.JsonAsync(HttpStatusCode.BadRequest)).Detail());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_report_is_no_formula_for_a_spreadsheet()
    {
        await using (var db = _host.Database.CreateDbContext())
        {
            var import = UserImport.Create("users.csv", "id-1", "Test person", Some.Noon);
            db.Add(import);
            db.Add(
                new UserImportIssue
                {
                    ImportId = import.Id,
                    Line = 7,
                    UserId = "=1+1",
                    Reason = "email must be an address",
                }
            );
            await db.SaveChangesAsync(Ended);
            var report = await _caller.GetStringAsync(ImportReport.PathOf(import.Id), Ended);
            Assert.Contains("7,\"'=1+1\",email must be an address", Normal(report), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_may_not_manage_users_neither_uploads_nor_reads()
    {
        await _host.AddKeyAsync("read-key-of-the-tests-00000001", ApiScope.Read);
        using var reader = _host.Api("read-key-of-the-tests-00000001");
        foreach (var path in new[] { ImportUpload.Path, ImportReport.PathOf("any") })
        {
            using var answer = await reader.GetAsync(path, Ended);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    // Quoted or not, the guard is what counts.
    private static string Normal(string csv) =>
        csv.Replace("7,'=1+1,", "7,\"'=1+1\",", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> UploadAsync(string text, string fileName)
    {
        var token = await _caller.GetFromJsonAsync<JsonElement>(ImportUpload.Path, Ended);
        using var request = new HttpRequestMessage(HttpMethod.Post, ImportUpload.Path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
        };
        request.Headers.Add(
            token.GetProperty("header").GetString()!,
            token.GetProperty("token").GetString()!
        );
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(fileName));
        return await _caller.SendAsync(request, Ended);
    }

    private async Task<int> CountAsync()
    {
        await using var db = _host.Database.CreateDbContext();
        return await db.UserImports.CountAsync(Ended) + await db.UserImportChunks.CountAsync(Ended);
    }
}
