using System.Net;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Tests.Simulator;

public sealed class RecordedRequestTests
{
    private const string RecordedConnectionId = "87b24961-b51e-4db8-9226-f198f6518a89";

    [Theory]
    [MemberData(nameof(RecordedRequest.Names), MemberType = typeof(RecordedRequest))]
    public async Task The_official_SDKs_requests_are_accepted(string name)
    {
        var request = RecordedRequest.All.Single(candidate => candidate.Name == name);
        await using var host = await StartWithRecordedKeyAsync(request);
        Prepare(host.World, request);

        using var response = await SendAsync(host, request, request.Signature);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_is_refused_with_SnapTrades_code()
    {
        var request = RecordedRequest.All[0];
        await using var host = await StartWithRecordedKeyAsync(request);

        using var response = await SendAsync(host, request, RecordedRequest.All[1].Signature);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var error = await response.JsonAsync();
        Assert.Equal("1076", error.GetProperty("code").GetString());
        Assert.Equal(401, error.GetProperty("status_code").GetInt32());
        Assert.True(response.Headers.Contains("X-Request-ID"));
    }

    private static Task<SimulatorHost> StartWithRecordedKeyAsync(RecordedRequest request) =>
        SimulatorHost.StartAsync(
            ("SnapTrade:ClientId", request.ClientId),
            ("SnapTrade:ConsumerKey", request.ConsumerKey)
        );

    private static Task<HttpResponseMessage> SendAsync(
        SimulatorHost host,
        RecordedRequest request,
        string signature
    ) =>
        host.SendAsync(
            HttpMethod.Parse(request.Method),
            $"{SignedCalls.Root}{request.PathAndQueryAsSent}",
            request.BodyAsSent,
            signature
        );

    /// <summary>Puts the user and the connection that the request speaks of into the world.</summary>
    private static void Prepare(SimulatorWorld world, RecordedRequest request)
    {
        var query = QueryHelpers.ParseQuery(new Uri($"http://any{request.PathAndQueryAsSent}").Query);
        var userId = query.TryGetValue("userId", out var id) ? id.ToString() : "snaptrade-user-123";
        var secret = query.TryGetValue("userSecret", out var given)
            ? given.ToString()
            : "adf2aa34-8219-40f7-a6b3-60156985cc61";
        if (request.Name.StartsWith("register", StringComparison.Ordinal))
            return;
        var user = new SimulatedUser(userId, secret, "Recorded", "recorded@example.com", "en", default);
        world.Register(user);
        var connection = AuthorizationFactory.Create(
            user,
            BrokerageCatalog.All[0],
            new Dice(new Random(1)),
            SimulatorHost.RecordedAt
        );
        world.Connect(connection with { Id = RecordedConnectionId });
    }
}
