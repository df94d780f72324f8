using System.Net;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Tests.Simulator;

public sealed class RecordedRequestTests(RecordedKeyHost recorded) : IClassFixture<RecordedKeyHost>
{
    private const string RecordedConnectionId = "87b24961-b51e-4db8-9226-f198f6518a89";

    [Theory]
    [MemberData(nameof(RecordedRequest.Names), MemberType = typeof(RecordedRequest))]
    public async Task The_official_SDKs_requests_are_accepted(string name)
    {
        var request = RecordedRequest.All.Single(candidate => candidate.Name == name);
        Prepare(recorded.Host.World, request);

        using var response = await SendAsync(request, request.Signature);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_is_refused_with_SnapTrades_code()
    {
        var (request, other) = (RecordedRequest.All[0], RecordedRequest.All[1]);

        using var response = await SendAsync(request, other.Signature);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var error = await response.JsonAsync();
        Assert.Equal("1076", error.GetProperty("code").GetString());
        Assert.Equal(401, error.GetProperty("status_code").GetInt32());
        Assert.True(response.Headers.Contains("X-Request-ID"));
    }

    private Task<HttpResponseMessage> SendAsync(RecordedRequest request, string signature) =>
        recorded.Host.SendAsync(
            HttpMethod.Parse(request.Method),
            $"{SignedCalls.Root}{request.PathAndQueryAsSent}",
            request.BodyAsSent,
            signature
        );

    /// <summary>Puts the user and the connection that the request speaks of into the world.</summary>
    private static void Prepare(SimulatorWorld world, RecordedRequest request)
    {
        foreach (var earlier in world.Users.Where(IsFromAnEarlierRequest))
            world.DeleteUser(earlier.UserId);
        if (request.Name.StartsWith("register", StringComparison.Ordinal))
            return;
        var user = UserOf(request);
        Assert.True(world.Register(user));
        var connection = AuthorizationFactory.Create(
            user,
            BrokerageCatalog.All[0],
            new Dice(new Random(1)),
            SimulatorHost.RecordedAt
        );
        world.Connect(connection with { Id = RecordedConnectionId });
    }

    private static bool IsFromAnEarlierRequest(SimulatedUser user) =>
        !user.UserId.StartsWith("customer-", StringComparison.Ordinal);

    private static SimulatedUser UserOf(RecordedRequest request)
    {
        var query = QueryHelpers.ParseQuery(new Uri($"http://any{request.PathAndQueryAsSent}").Query);
        var userId = query.TryGetValue("userId", out var id) ? id.ToString() : "snaptrade-user-123";
        var secret = query.TryGetValue("userSecret", out var given)
            ? given.ToString()
            : "adf2aa34-8219-40f7-a6b3-60156985cc61";
        return new(userId, secret, "Recorded", "recorded@example.com", "en", default);
    }
}

/// <summary>One simulator for all recorded requests: they share key pair and moment.</summary>
public sealed class RecordedKeyHost : IAsyncLifetime
{
    internal SimulatorHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await SimulatorHost.StartAsync(
            ("SnapTrade:ClientId", RecordedRequest.All[0].ClientId),
            ("SnapTrade:ConsumerKey", RecordedRequest.All[0].ConsumerKey)
        );

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
