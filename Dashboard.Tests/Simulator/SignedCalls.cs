using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Simulator;
using Dashboard.Simulator.State;

namespace Dashboard.Tests.Simulator;

/// <summary>Calls the simulated API as a SnapTrade client would, signing without the simulator's own code.</summary>
internal static class SignedCalls
{
    public const string Root = "/simulator";

    public static Task<HttpResponseMessage> GetAsync(
        this SimulatorHost host,
        string path,
        SimulatedUser? user
    ) => host.SendAsync(HttpMethod.Get, path, user);

    /// <param name="body">ASCII JSON with its keys in order, so that it is its own canonical form.</param>
    /// <param name="prefix">The path in front of the operation; it is signed.</param>
    /// <param name="age">How old the timestamp is.</param>
    public static Task<HttpResponseMessage> SendAsync(
        this SimulatorHost host,
        HttpMethod method,
        string path,
        SimulatedUser? user = null,
        string? body = null,
        string prefix = Root,
        TimeSpan age = default
    )
    {
        var timestamp = (host.Time.GetUtcNow() - age).ToUnixTimeSeconds();
        var query = $"clientId={SimulatorDefaults.ClientId}&timestamp={timestamp}";
        if (user is not null)
            query += $"&userId={Uri.EscapeDataString(user.UserId)}&userSecret={user.UserSecret}";
        var canonical =
            $$"""{"content":{{(string.IsNullOrEmpty(body) ? "null" : body)}},"path":"{{prefix}}{{path}}","query":"{{query}}"}""";
        var signature = Sign(SimulatorDefaults.ConsumerKey, canonical);
        return host.SendAsync(method, $"{prefix}{path}?{query}", body, signature);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        this SimulatorHost host,
        HttpMethod method,
        string pathAndQuery,
        string? body,
        string signature
    )
    {
        using var request = new HttpRequestMessage(method, pathAndQuery);
        request.Headers.Add("Signature", signature);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return await host.Client.SendAsync(request, Token);
    }

    public static string Sign(string consumerKey, string canonical) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(consumerKey), Encoding.UTF8.GetBytes(canonical))
        );

    /// <summary>Asks for a portal link and returns its path.</summary>
    public static async Task<string> LogInAsync(
        this SimulatorHost host,
        SimulatedUser user,
        string? reconnect = null,
        string? redirect = null
    )
    {
        var body = new JsonObject();
        if (redirect is not null)
            body["customRedirect"] = redirect;
        if (reconnect is not null)
            body["reconnect"] = reconnect;
        var text = body.Count == 0 ? null : body.ToJsonString();
        using var response = await host.SendAsync(HttpMethod.Post, "/snapTrade/login", user, text);
        var answer = await response.JsonAsync();
        return new Uri(answer.GetProperty("redirectURI").GetString()!).AbsolutePath;
    }

    /// <summary>Presses a button of the portal page.</summary>
    public static async Task<HttpResponseMessage> PressAsync(
        this SimulatorHost host,
        string portalPath,
        string outcome,
        string? brokerage = null
    )
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["outcome"] = outcome };
        if (brokerage is not null)
            fields["brokerage"] = brokerage;
        using var form = new FormUrlEncodedContent(fields);
        return await host.Client.PostAsync(portalPath, form, Token);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Token));
}
