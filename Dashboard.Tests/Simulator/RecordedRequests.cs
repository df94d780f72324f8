using System.Text.Json;

namespace Dashboard.Tests.Simulator;

/// <summary>One request of <c>Vectors/requests.json</c>.</summary>
public sealed record RecordedRequest(
    string Name,
    string Method,
    string PathAndQueryAsSent,
    string? BodyAsSent,
    string ClientId,
    string ConsumerKey,
    string Signature
)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<RecordedRequest> All { get; } =
        JsonElement
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "requests.json")))
            .GetProperty("requests")
            .Deserialize<RecordedRequest[]>(Web)!;

    public static TheoryData<string> Names => [.. All.Select(request => request.Name)];
}
