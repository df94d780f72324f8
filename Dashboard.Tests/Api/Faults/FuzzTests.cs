using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Tests.Access.Walk;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Faults;

/// <summary>
/// No request causes a 5xx response. The requests are generated from a seed, so a
/// failure can be reproduced. <c>FUZZ_ROUNDS</c> (5) and <c>FUZZ_SEED</c> (1) change the number of rounds and the seed.
/// </summary>
public sealed class FuzzTests(WalkHost host) : IClassFixture<WalkHost>
{
    private static readonly int Rounds = Setting("FUZZ_ROUNDS", 5);
    private static readonly int Seed = Setting("FUZZ_SEED", 1);

    // Excludes an endless stream, and sign-out, which would end the session of the other requests.
    private static readonly HashSet<string> LeftOut = ["POST /account/sign-out"];

    private readonly List<string> _wrong = [];

    [Fact]
    public async Task Routes_with_any_path_query_headers_and_body()
    {
        var examples = await ExamplesAsync();
        foreach (
            var route in WalkedRoute
                .AllOf(host.Server.Services)
                .Where(r => !r.IsStaticFile && !LeftOut.Contains(r.Name))
        )
        {
            for (var round = 0; round < Rounds; round++)
            {
                var nasty = new Nasty(HashCode.Of(route.Name, Seed, round));
                await SendAsync(nasty, route, examples);
            }
        }
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    [Fact]
    public async Task Webhooks_that_are_signed()
    {
        for (var round = 0; round < Rounds * 40; round++)
        {
            var nasty = new Nasty(HashCode.Of("webhook", Seed, round));
            var genuine = JsonSerializer.SerializeToNode(
                Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow().AddMinutes(-1))
            );
            var body = nasty.Json(genuine);
            var (answer, _) = await host.Server.DeliverAsync(Signed.Post(body));
            Judge(answer, $"webhook {body}");
        }
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    [Fact]
    public async Task Forms_of_pages()
    {
        foreach (var who in new[] { Who.Nobody, Who.Admin })
        {
            using var browser = new FormBrowser(
                host.Server.Address,
                who == Who.Nobody ? null : host.CookieOf(who)
            );
            foreach (var page in Pages())
            {
                foreach (var form in await browser.FormsAsync(page))
                {
                    for (var round = 0; round < Rounds && !LeftOut.Contains($"POST {form.Action}"); round++)
                        await SubmitAsync(
                            browser,
                            form,
                            new Nasty(HashCode.Of(page + form.Action, Seed, round))
                        );
                }
            }
        }
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    private async Task SubmitAsync(FormBrowser browser, PageForm form, Nasty nasty)
    {
        var sent = form;
        foreach (var (name, _) in form.Fields)
        {
            var isTechnical = name.StartsWith("__", StringComparison.Ordinal) || name == "_handler";
            if (nasty.Chance(isTechnical ? 0.05 : 0.7))
                sent = sent.With(name, nasty.Text());
        }
        using var answer = await browser.SubmitAsync(sent);
        Judge(answer, $"form of {form.Page}: {string.Join('&', sent.Fields)}");
    }

    private async Task SendAsync(Nasty nasty, WalkedRoute route, Dictionary<string, JsonNode> examples)
    {
        var who = nasty.One([Who.Nobody, Who.Admin, Who.Admin, Who.AdminKey, Who.AdminKey, Who.ReadKey]);
        var path = string.Join(
            '/',
            route
                .Pattern.Split('/')
                .Select(part => part.StartsWith('{') ? Uri.EscapeDataString(Whole(nasty.Text())) : part)
        );
        if (nasty.Chance(0.5))
            path +=
                "?"
                + string.Join(
                    '&',
                    Enumerable
                        .Range(0, 3)
                        .Select(_ =>
                            $"{nasty.One(QueryNames)}={(nasty.Chance(0.8) ? Uri.EscapeDataString(Whole(nasty.Text())) : "%ff%")}"
                        )
                );
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Target(path));
        if (route.Writes)
            AddBody(request, nasty, examples.GetValueOrDefault(route.Name));
        for (var i = nasty.One([0, 1, 3]); i > 0; i--)
            request.Headers.TryAddWithoutValidation(nasty.Header(), nasty.HeaderValue());
        using var answer = await host.SendAsync(who, request);
        Judge(answer, $"{who} {route.Method} {path} {request.Content?.Headers}");
    }

    private static void AddBody(HttpRequestMessage request, Nasty nasty, JsonNode? like)
    {
        var body = nasty.Json(like);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        var type = nasty.Chance(0.6) ? "application/json" : nasty.ContentType();
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = nasty.Chance(0.2);
    }

    private void Judge(HttpResponseMessage answer, string sent)
    {
        if ((int)answer.StatusCode >= 500)
            _wrong.Add($"{(int)answer.StatusCode} for {JsonSerializer.Serialize(sent)}");
    }

    private IEnumerable<string> Pages() =>
        WalkedRoute
            .AllOf(host.Server.Services)
            .Where(r =>
                r is { Method: "GET", IsStaticFile: false }
                && r.Path.StartsWith("/account", StringComparison.Ordinal)
            )
            .Select(r => r.Path);

    private async Task<Dictionary<string, JsonNode>> ExamplesAsync()
    {
        var api = await DescribedApi.ReadAsync(host.Server);
        var examples = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var operation in api.Operations)
        {
            if (
                operation.Json.TryGetProperty("requestBody", out var body)
                && body.GetProperty("content").TryGetProperty("application/json", out var json)
                && json.TryGetProperty("example", out var example)
            )
                examples[operation.Name] = JsonNode.Parse(example.GetRawText())!;
        }
        Assert.NotEmpty(examples);
        return examples;
    }

    private Uri Target(string path) =>
        new(
            $"{host.Server.Address.GetLeftPart(UriPartial.Authority)}{path}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );

    // A lone surrogate can't be percent-encoded.
    private static string Whole(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static int Setting(string name, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : usual;

    private static readonly string[] QueryNames =
    [
        "health",
        "userId",
        "connectionId",
        "brokerage",
        "q",
        "type",
        "from",
        "to",
        "cursor",
        "limit",
        "id",
        "token",
        "returnUrl",
        "status",
        "error_code",
        "refreshes",
        "negotiateVersion",
        "actor",
        "action",
        "a%00",
    ];

    /// <summary>The same on every machine, as <see cref="string.GetHashCode()"/> is not.</summary>
    private static class HashCode
    {
        public static int Of(string text, int seed, int round) =>
            text.Aggregate(unchecked(seed * 7919 + round), (hash, c) => unchecked(hash * 31 + c));
    }
}
