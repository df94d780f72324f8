using System.Text.Json;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>A webhook as Python signed it.</summary>
public sealed record WebhookVector(
    string Name,
    string ConsumerKey,
    string BodyAsSent,
    string Signature,
    string Canonical
)
{
    public override string ToString() => Name;

    public static TheoryData<WebhookVector> All()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "webhooks.json"));
        using var document = JsonDocument.Parse(file);
        return
        [
            .. document
                .RootElement.GetProperty("accepted")
                .Deserialize<WebhookVector[]>(JsonSerializerOptions.Web)!,
        ];
    }
}
