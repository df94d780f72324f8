using System.Text.RegularExpressions;

namespace Dashboard.Tests.Support;

/// <summary>Fills in the sign-in page's form as a browser does, without script.</summary>
internal sealed partial class SignInBrowser(RoomsHost host) : IDisposable
{
    private readonly HttpClient _client = host.Browser();

    public Task<HttpResponseMessage> GetAsync(string path) =>
        _client.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Asks for a list as js/exports.js does.</summary>
    public async Task<HttpResponseMessage> ExportAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Prefer", "respond-async");
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> SignInAsync(string email, string password, string query = "")
    {
        var path = $"/account/sign-in{query}";
        return await PostAsync(
            path,
            await TokenAsync(path),
            ("_handler", "sign-in"),
            ("Input.Email", email),
            ("Input.Password", password)
        );
    }

    public async Task<string> TokenAsync(string path)
    {
        var page = await _client.GetStringAsync(path, TestContext.Current.CancellationToken);
        return Token().Match(page).Groups["token"].Value;
    }

    public async Task<HttpResponseMessage> PostAsync(
        string path,
        string token,
        params (string Name, string Value)[] fields
    )
    {
        using var content = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token),
            .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)),
        ]);
        return await _client.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Token();
}
