using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.E2E.Support;

/// <summary>Calls the REST API as your app does.</summary>
public sealed class HostApplication(DashboardProcess server) : IDisposable
{
    private readonly HttpClient _client = new()
    {
        BaseAddress = new Uri(server.Origin, "/api/v1/"),
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Bearer", DashboardProcess.ApiKey),
        },
    };

    public Task<JsonElement> GetAsync(string path) =>
        _client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public async Task PutUserAsync(string userId, object user) =>
        (
            await _client.PutAsJsonAsync(new Uri($"users/{userId}", UriKind.Relative), user)
        ).EnsureSuccessStatusCode();

    public async Task<string> HealthOfAsync(string connectionId) =>
        (await GetAsync($"connections/{connectionId}")).GetProperty("health").GetString()!;

    public async Task<string> AddressOfAsync(string userId) =>
        (await GetAsync($"users/{userId}")).GetProperty("email").GetString()!;

    /// <summary>Finds a healthy connection whose user has a secret and the locale English.</summary>
    /// <param name="besides">A user to exclude.</param>
    public async Task<SomeConnection> FindHealthyAsync(string? besides = null)
    {
        foreach (
            var item in (await GetAsync("connections?health=Healthy&limit=50"))
                .GetProperty("items")
                .EnumerateArray()
        )
        {
            var found = new SomeConnection(
                item.GetProperty("id").GetString()!,
                item.GetProperty("userId").GetString()!,
                item.GetProperty("brokerage").GetProperty("name").GetString()!
            );
            var user = await GetAsync($"users/{found.UserId}");
            if (
                found.UserId != besides
                && user.GetProperty("hasSecret").GetBoolean()
                && user.GetProperty("locale").GetString() == "en"
                && await CountOfUserAsync(found.UserId) == 1
            )
                return found with { UserName = user.GetProperty("name").GetString()! };
        }
        throw new InvalidOperationException("The simulated world has no user with one healthy connection.");
    }

    public async Task<int> CountOfUserAsync(string userId) =>
        (await GetAsync($"connections?userId={userId}")).GetProperty("items").GetArrayLength();

    public void Dispose() => _client.Dispose();
}

public sealed record SomeConnection(string Id, string UserId, string Brokerage, string UserName = "");
