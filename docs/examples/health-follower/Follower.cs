using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HealthFollower;

/// <summary>Knows what was said last of each connection, and says what is new.</summary>
internal sealed class Follower(HttpClient http, TextWriter output)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public void Hear(IEnumerable<JsonElement> changes)
    {
        foreach (var change in changes)
            Say(change);
    }

    /// <summary>Reads what is disabled, and what became of those that were.</summary>
    public async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        var disabled = await DisabledAsync(cancellationToken);
        foreach (var connection in disabled)
            Say(connection);
        var listed = disabled.Select(c => c.GetProperty("id").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (
            var id in _known
                .Where(k => k.Value == "Disabled" && !listed.Contains(k.Key))
                .Select(k => k.Key)
                .ToList()
        )
        {
            using var answer = await http.GetAsync(
                new Uri($"/api/v1/connections/{Uri.EscapeDataString(id)}", UriKind.Relative),
                cancellationToken
            );
            if (answer.StatusCode != HttpStatusCode.NotFound)
                Say(await BodyAsync(answer, cancellationToken));
        }
    }

    private async Task<List<JsonElement>> DisabledAsync(CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        string? cursor = "";
        while (cursor is not null)
        {
            var path = $"/api/v1/connections?health=Disabled&limit=200&cursor={cursor}";
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            var page = await BodyAsync(answer, cancellationToken);
            found.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        return found;
    }

    private static async Task<JsonElement> BodyAsync(
        HttpResponseMessage answer,
        CancellationToken cancellationToken
    )
    {
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    private void Say(JsonElement connection)
    {
        var (id, health) = (Text(connection, "id"), Text(connection, "health"));
        if (_known.GetValueOrDefault(id) == health)
            return;
        _known[id] = health;
        output.WriteLine($"{Text(connection, "since")} {health} {id} of {Text(connection, "userId")}");
    }

    private static string Text(JsonElement element, string property) =>
        element.GetProperty(property).GetString() ?? "";
}
