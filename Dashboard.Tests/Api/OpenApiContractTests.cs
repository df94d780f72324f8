using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dashboard.Api;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Api;

/// <summary>The API matches its description.</summary>
public sealed class OpenApiContractTests : IAsyncLifetime
{
    private readonly Email _sent = Email.Create("u9", EmailTrigger.Api, "host", Some.Noon);
    private DashboardServer _server = null!;
    private DescribedApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = DashboardServer.Start();
        _api = await DescribedApi.ReadAsync(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Every_operation_is_described_and_nothing_else_is()
    {
        var mapped = _server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(ApiSetup.Prefix, StringComparison.Ordinal))
            .SelectMany(e =>
                e.Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText}")
            );
        Assert.Equal(
            mapped.Order(StringComparer.Ordinal),
            _api.Operations.Select(o => o.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_operation_documents_its_purpose_permission_and_errors()
    {
        foreach (var operation in _api.Operations)
        {
            foreach (var text in new[] { "summary", "description", "operationId" })
                Assert.True(operation.Json.TryGetProperty(text, out _), $"{operation.Name} has no {text}");
            Assert.Contains("bearer", operation.Json.GetProperty("security").GetRawText());
            Assert.Superset(
                new HashSet<int> { 400, 401, 403, 429, 503 },
                operation.Responses.Select(r => r.Status).ToHashSet()
            );
            Assert.All(
                operation.Parameters,
                p => Assert.True(p.TryGetProperty("description", out _), $"{operation.Name} {p}")
            );
            foreach (var (status, response) in operation.Responses)
            {
                Assert.True(response.GetProperty("headers").TryGetProperty("RateLimit-Limit", out _));
                Assert.NotEqual("", response.GetProperty("description").GetString());
                if (status >= 400)
                    Assert.True(
                        response.GetProperty("content").TryGetProperty("application/problem+json", out _)
                    );
            }
        }
    }

    [Fact]
    public void Enumerations_are_the_vocabularys_words()
    {
        var schemas = _api.Document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            Enum.GetNames<Health>(),
            schemas.GetProperty("Health").GetProperty("enum").EnumerateArray().Select(n => n.GetString())
        );
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "Connection",
                "ConnectionPage",
                "CreatedLink",
                "Event",
                "EventPage",
                "QueuedEmail",
                "ReconnectEmail",
                "Summary",
                "User",
            },
            schemas.EnumerateObject().Select(s => s.Name).ToHashSet(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_example_fits_its_schema()
    {
        var check = new SchemaCheck(_api.Document);
        var checkedOnes = 0;
        foreach (var operation in _api.Operations)
        {
            var bodies = operation.Responses.Select(r => r.Response).ToList();
            if (operation.Json.TryGetProperty("requestBody", out var body))
                bodies.Add(body);
            foreach (var content in bodies.SelectMany(Contents))
            {
                if (!content.TryGetProperty("example", out var example))
                    Assert.Fail($"{operation.Name} has no example: {content}");
                Assert.Empty(check.Differences(content.GetProperty("schema"), example));
                checkedOnes++;
            }
        }
        Assert.True(checkedOnes > 40);
    }

    [Fact]
    public async Task Every_operation_answers_as_it_is_described()
    {
        await SeedAsync();
        using var client = _server.Caller();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in Calls())
        {
            var operation = _api.Operations.Single(o => o.Name == call.Operation);
            using var request = call.ToRequest();
            using var answer = await client.SendAsync(request, Token);
            await CheckAsync(operation, call, answer);
            answered.Add(call.Operation);
        }
        Assert.Equal(_api.Operations.Select(o => o.Name).ToHashSet(StringComparer.Ordinal), answered);
    }

    private async Task CheckAsync(DescribedOperation operation, Call call, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Token);
        var status = (int)answer.StatusCode;
        Assert.True(call.Status == status, $"{operation.Name} {call.Path}: {status} {text}");
        var described = operation.Responses.Where(r => r.Status == status).Select(r => r.Response).ToList();
        Assert.True(described.Count == 1, $"{operation.Name} does not describe {status}");
        foreach (var header in described[0].GetProperty("headers").EnumerateObject())
            Assert.True(answer.Headers.Contains(header.Name), $"{operation.Name} {status}: no {header.Name}");
        if (text.Length == 0)
            return;
        var content = described[0]
            .GetProperty("content")
            .GetProperty(answer.Content.Headers.ContentType!.MediaType!);
        var differences = new SchemaCheck(_api.Document).Differences(
            content.GetProperty("schema"),
            JsonElement.Parse(text)
        );
        Assert.True(differences.Count == 0, $"{operation.Name}: {string.Join('\n', differences)}");
    }

    private IEnumerable<Call> Calls() =>
        [
            new("GET /api/v1/summary", "/summary", 200),
            new("GET /api/v1/summary", "/summary?x=1", 400),
            new("GET /api/v1/connections", "/connections?health=Disabled,Unknown&limit=1", 200),
            new("GET /api/v1/connections", "/connections?limit=0", 400),
            new("GET /api/v1/connections/{id}", "/connections/c1", 200),
            new("GET /api/v1/connections/{id}", "/connections/none", 404),
            new("GET /api/v1/connections/{id}", "/connections/c1", 304, Header: ("If-None-Match", "*")),
            new("GET /api/v1/events", "/events?limit=2", 200),
            new("GET /api/v1/events", "/events?from=x", 400),
            new("GET /api/v1/outcomes", "/outcomes", 200),
            new("GET /api/v1/outcomes", "/outcomes?from=yesterday", 400),
            new("GET /api/v1/deliveries", "/deliveries?outcome=Refused&limit=2", 200),
            new("GET /api/v1/deliveries", "/deliveries?outcome=x", 400),
            new("GET /api/v1/users/{userId}", "/users/none", 404),
            new("PUT /api/v1/users/{userId}", "/users/new", 201, Body: """{"name":"Zoë"}"""),
            new("PUT /api/v1/users/{userId}", "/users/u1", 200, Body: """{"userSecret":"s"}"""),
            new("PUT /api/v1/users/{userId}", "/users/u1", 400, Body: """{"email":"x"}"""),
            new("PUT /api/v1/users/{userId}", "/users/u1", 412, "{}", Header: ("If-Match", "\"x\"")),
            new("PUT /api/v1/users/{userId}", "/users/u1", 415),
            new("PUT /api/v1/users/{userId}", "/users/u1", 413, Body: new string(' ', 70_000)),
            new("GET /api/v1/users/{userId}", "/users/u1", 200),
            new("POST /api/v1/connections/{id}/reconnect-links", "/connections/c1/reconnect-links", 201),
            new("POST /api/v1/connections/{id}/reconnect-links", "/connections/c2/reconnect-links", 409),
            new("POST /api/v1/connections/{id}/reconnect-links", "/connections/x/reconnect-links", 404),
            new("POST /api/v1/connections/{id}/reconnect-emails", "/connections/c1/reconnect-emails", 409),
            new("PUT /api/v1/users/{userId}", "/users/u1", 200, Body: """{"email":"u1@example.com"}"""),
            new("POST /api/v1/connections/{id}/reconnect-emails", "/connections/c1/reconnect-emails", 202),
            new("POST /api/v1/connections/{id}/reconnect-emails", "/connections/x/reconnect-emails", 404),
            new(
                "POST /api/v1/connections/{id}/reconnect-emails",
                "/connections/c1/reconnect-emails",
                400,
                "{"
            ),
            new("GET /api/v1/reconnect-emails/{emailId}", $"/reconnect-emails/{_sent.Id}", 200),
            new("GET /api/v1/reconnect-emails/{emailId}", "/reconnect-emails/none", 404),
            new("POST /api/v1/email-events", "/email-events", 200, "[]"),
            new("POST /api/v1/email-events", "/email-events", 400, "{}"),
            new("POST /api/v1/email-events", "/email-events", 413, new string(' ', 800_000)),
            new("POST /api/v1/email-events", "/email-events", 415),
        ];

    private async Task SeedAsync()
    {
        _sent.MarkSent(Some.Noon);
        await using var db = _server.Database.CreateDbContext();
        db.Emails.Add(_sent);
        await db.SaveChangesAsync(Token);
        await _server.Database.EventsAsync(
            Some.Added(-60, "c1", "u1"),
            Some.Broken(0, "c1", "u1"),
            Some.Broken(1, "c2", "u2"),
            Some.Added(2, "c3", "u3"),
            Some.Event("CONNECTION_ATTEMPTED", 3, "c2", "u2", attemptResult: "1023")
        );
    }

    private static IEnumerable<JsonElement> Contents(JsonElement body) =>
        body.TryGetProperty("content", out var content) ? content.EnumerateObject().Select(c => c.Value) : [];

    private sealed record Call(
        string Operation,
        string Path,
        int Status,
        string? Body = null,
        (string Name, string Value)? Header = null
    )
    {
        public HttpRequestMessage ToRequest()
        {
            var request = new HttpRequestMessage(new HttpMethod(Operation.Split(' ')[0]), $"/api/v1{Path}");
            if (Body is not null)
                request.Content = new StringContent(
                    Body,
                    Encoding.UTF8,
                    MediaTypeHeaderValue.Parse("application/json")
                );
            if (Header is var (name, value))
                request.Headers.TryAddWithoutValidation(name, value);
            return request;
        }
    }
}
