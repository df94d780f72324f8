using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Tests.Docs;

/// <summary>Runs the examples of docs/api.md unchanged, except for their output.</summary>
internal static class ApiExamples
{
    /// <returns>Their output, separated by spaces.</returns>
    public static async Task<string> RunAsync(string dashboardUrl, string apiKey, string id)
    {
        var Console = new Said();
        await ListenAsync(dashboardUrl, apiKey, Console);
        using var api = new HttpClient { BaseAddress = new Uri($"{dashboardUrl}/api/v1/") };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        var summary = await api.GetFromJsonAsync<JsonElement>("summary");
        Console.WriteLine(summary.GetProperty("byHealth").GetProperty("disabled"));

        await ReadPagesAsync(api, Console);
        await api.PutAsJsonAsync("users/customer-1907", new { name = "Zoë", userSecret = "the secret" });
        await ChangeAsync(api, Console);
        await MakeLinkAsync(api, id, Console);
        return Console.ToString();
    }

    private static async Task ReadPagesAsync(HttpClient api, Said Console)
    {
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await api.GetFromJsonAsync<JsonElement>(
                $"connections?health=Disabled&limit=200&cursor={cursor}"
            );
            foreach (var connection in page.GetProperty("items").EnumerateArray())
                Console.WriteLine(connection.GetProperty("id"));
            cursor = page.GetProperty("nextCursor").GetString();
        }
    }

    private static async Task ChangeAsync(HttpClient api, Said Console)
    {
        using var read = await api.GetAsync("users/customer-1907");
        using var change = new HttpRequestMessage(HttpMethod.Put, "users/customer-1907");
        change.Content = JsonContent.Create(new { email = "zoe.new@example.com" });
        change.Headers.IfMatch.Add(read.Headers.ETag!);
        using var changed = await api.SendAsync(change);
        Console.WriteLine(
            changed.StatusCode == HttpStatusCode.PreconditionFailed ? "Read it again." : "Written."
        );
    }

    private static async Task MakeLinkAsync(HttpClient api, string id, Said Console)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"connections/{id}/reconnect-links");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await api.SendAsync(request);
        var link = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Console.WriteLine(answer.IsSuccessStatusCode ? link.GetProperty("url") : link.GetProperty("detail"));
    }

    private static async Task ListenAsync(string dashboardUrl, string apiKey, Said Console)
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(
                $"{dashboardUrl}/hubs/connection-health",
                o => o.AccessTokenProvider = () => Task.FromResult<string?>(apiKey)
            )
            .WithAutomaticReconnect()
            .Build();
        hub.On<JsonElement[]>("ConnectionsChanged", changes => Console.WriteLine(changes.Length));
        await hub.StartAsync();
    }

    /// <summary>Replaces the console.</summary>
    private sealed class Said
    {
        private readonly StringBuilder _text = new();

        public void WriteLine(object said) => _text.Append(said).Append(' ');

        public override string ToString() => _text.ToString();
    }
}
