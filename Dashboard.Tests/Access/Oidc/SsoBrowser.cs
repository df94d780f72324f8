using System.Net;
using System.Text.RegularExpressions;

namespace Dashboard.Tests.Access.Oidc;

/// <summary>
/// Goes through single sign-on as a browser does: keeps cookies of both servers (those marked Secure too, as
/// browsers do for localhost), follows redirects and sends the authority's self-submitting form.
/// </summary>
internal sealed partial class SsoBrowser : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
    );
    private readonly Dictionary<(string Authority, string Name), string> _cookies = [];

    /// <summary>Every requested URL, in order.</summary>
    public List<string> Visited { get; } = [];

    public IEnumerable<string> CookiesOf(Uri site) =>
        _cookies.Where(c => c.Key.Authority == site.Authority).Select(c => $"{c.Key.Name}={c.Value}");

    /// <summary>Sends one request.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        Uri address,
        HttpContent? content = null
    )
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        var own = string.Join("; ", CookiesOf(address));
        if (own.Length > 0)
            request.Headers.Add("Cookie", own);
        Visited.Add(address.ToString());
        var answer = await _client.SendAsync(request, Token);
        Keep(address, answer);
        return answer;
    }

    /// <summary>Sends a request and follows redirects and forms until a page is shown.</summary>
    public async Task<(Uri Address, HttpStatusCode Status, string Body)> OpenAsync(
        Uri address,
        HttpMethod? method = null,
        HttpContent? content = null
    )
    {
        method ??= HttpMethod.Get;
        while (true)
        {
            using var answer = await SendAsync(method, address, content);
            (method, content) = (HttpMethod.Get, null);
            if (answer.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }
            var body = await answer.Content.ReadAsStringAsync(Token);
            if (body.Contains("name=\"form\"", StringComparison.Ordinal))
            {
                (method, content) = (HttpMethod.Post, new FormUrlEncodedContent(Fields(body)));
                address = new Uri(WebUtility.HtmlDecode(Action().Match(body).Groups["value"].Value));
                continue;
            }
            return (address, answer.StatusCode, body);
        }
    }

    /// <summary>Signs in on the authority's page.</summary>
    public async Task<(Uri Address, HttpStatusCode Status, string Body)> NameAsync(
        (Uri Address, HttpStatusCode Status, string Body) page,
        string subject
    )
    {
        Assert.Contains("Who are you?", page.Body, StringComparison.Ordinal);
        var action = WebUtility.HtmlDecode(Action().Match(page.Body).Groups["value"].Value);
        return await OpenAsync(
            new Uri(page.Address, action),
            HttpMethod.Post,
            new FormUrlEncodedContent([new("name", subject)])
        );
    }

    public static IEnumerable<KeyValuePair<string, string>> Fields(string body) =>
        Input()
            .Matches(body)
            .Select(m =>
                KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value))
            );

    public void Dispose() => _client.Dispose();

    private void Keep(Uri address, HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set))
            return;
        foreach (var cookie in set)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
                _cookies.Remove((address.Authority, pair[0]));
            else
                _cookies[(address.Authority, pair[0])] = pair[1];
        }
    }

    [GeneratedRegex("action=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Input();
}
