namespace Dashboard.Benchmarks.Outage;

/// <summary>One event; sent again, it is the same bytes.</summary>
internal sealed record Delivery(string WebhookId, byte[] Body)
{
    public static Delivery Of(int number, string type, OutageConnection connection)
    {
        var id = SignedLoad.WebhookId(number);
        return new(
            id,
            SignedLoad.Body(id, type, connection.UserId, connection.Id, TimeProvider.System.GetUtcNow())
        );
    }
}

internal sealed record OutageConnection(string Id, string UserId);
