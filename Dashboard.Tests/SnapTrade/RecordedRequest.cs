using System.Text.Json;
using System.Web;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade;

/// <summary>A request as the official TypeScript SDK sent it.</summary>
public sealed record RecordedRequest(
    string Name,
    string Operation,
    string Method,
    string PathAndQueryAsSent,
    string? BodyAsSent,
    string ClientId,
    string ConsumerKey,
    string Signature
)
{
    public override string ToString() => Name;

    public static TheoryData<RecordedRequest> All()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "requests.json"));
        using var document = JsonDocument.Parse(file);
        return
        [
            .. document
                .RootElement.GetProperty("requests")
                .Deserialize<RecordedRequest[]>(JsonSerializerOptions.Web)!,
        ];
    }

    /// <summary>Makes the same call through our client.</summary>
    internal Task SendAsync(ISnapTradeClient client, CancellationToken cancellationToken)
    {
        var query = HttpUtility.ParseQueryString(PathAndQueryAsSent.Split('?')[1]);
        var user = new UserCredentials(
            query["userId"] ?? Body("userId"),
            query["userSecret"] ?? Body("userSecret")
        );
        var segments = PathAndQueryAsSent.Split('?')[0].Split('/');
        var id = segments.Length > 2 ? segments[2] : "";
        return Operation.Split('.')[1] switch
        {
            "listSnapTradeUsers" => client.ListUsersAsync(cancellationToken),
            "registerSnapTradeUser" => client.RegisterUserAsync(user.UserId, cancellationToken),
            "deleteSnapTradeUser" => client.DeleteUserAsync(user.UserId, cancellationToken),
            "resetSnapTradeUserSecret" => client.ResetUserSecretAsync(user, cancellationToken),
            "loginSnapTradeUser" => client.LoginAsync(user, Login(), cancellationToken),
            "listBrokerageAuthorizations" => client.ListAuthorizationsAsync(user, cancellationToken),
            "detailBrokerageAuthorization" => client.GetAuthorizationAsync(id, user, cancellationToken),
            "disableBrokerageAuthorization" => client.DisableAuthorizationAsync(id, user, cancellationToken),
            "refreshBrokerageAuthorization" => client.RefreshAuthorizationAsync(id, user, cancellationToken),
            "deleteConnection" => client.DeleteConnectionAsync(id, user, cancellationToken),
            "listBrokerageAuthorizationAccounts" => client.ListAccountsAsync(id, user, cancellationToken),
            "getPartnerInfo" => client.GetPartnerInfoAsync(cancellationToken),
            "listAllBrokerages" => client.ListBrokeragesAsync(cancellationToken),
            _ => throw new NotSupportedException(Operation),
        };
    }

    private string Body(string name) =>
        BodyAsSent is null ? ""
        : JsonDocument.Parse(BodyAsSent).RootElement.TryGetProperty(name, out var value) ? value.GetString()!
        : "";

    private LoginRequest Login() =>
        JsonSerializer.Deserialize<LoginRequest>(BodyAsSent!, JsonSerializerOptions.Web)!;
}
