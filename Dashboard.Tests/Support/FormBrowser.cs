using System.Net;
using System.Text.RegularExpressions;

namespace Dashboard.Tests.Support;

/// <summary>A form of a page as a browser would send it: where to, and every named field with its value.</summary>
internal sealed record PageForm(string Page, string Action, IReadOnlyList<(string Name, string Value)> Fields)
{
    public bool Has(string name) => Fields.Any(f => f.Name == name);

    public PageForm With(string name, string value) =>
        this with
        {
            Fields = [.. Fields.Where(f => f.Name != name), (name, value)],
        };
}

/// <summary>Reads pages and sends their forms, without script. It sends every cookie back, whatever the scheme.</summary>
internal sealed partial class FormBrowser : IDisposable
{
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public FormBrowser(Uri address, string? cookie = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        _client = new HttpClient(handler) { BaseAddress = address };
        if (cookie is not null)
            Keep(cookie);
    }

    public async Task<IReadOnlyList<PageForm>> FormsAsync(string path)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return
        [
            .. Form()
                .Matches(page)
                .Where(f => f.Groups["head"].Value.Contains("post", StringComparison.OrdinalIgnoreCase))
                .Select(f => Read(path, f)),
        ];
    }

    public Task<HttpResponseMessage> SubmitAsync(PageForm form) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, form.Action)
            {
                Content = new FormUrlEncodedContent(
                    form.Fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))
                ),
            }
        );

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
                Keep(cookie.Split(';')[0]);
        }
        return answer;
    }

    private void Keep(string cookie)
    {
        var at = cookie.IndexOf('=', StringComparison.Ordinal);
        _cookies[cookie[..at]] = cookie[(at + 1)..];
    }

    private static PageForm Read(string path, Match form)
    {
        var action = AttributeOf(form.Groups["head"].Value, "action");
        var fields = Field()
            .Matches(form.Groups["body"].Value)
            .Select(f => (AttributeOf(f.Value, "name"), AttributeOf(f.Value, "value")))
            .Where(f => f.Item1.Length > 0);
        return new PageForm(path, action.Length == 0 ? path : action, [.. fields]);
    }

    private static string AttributeOf(string tag, string name)
    {
        var found = Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
        return WebUtility.HtmlDecode(found.Groups[1].Value);
    }

    [GeneratedRegex(
        "<form(?<head>[^>]*)>(?<body>.*?)</form>",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Form();

    [GeneratedRegex("<(input|select|textarea|button)[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
