using System.Net;
using Dashboard.SnapTrade;

namespace Dashboard.Benchmarks;

/// <summary>
/// The baseline for the budget: sends every call immediately and retries after a 429 until it succeeds, with
/// growing, random delays.
/// </summary>
internal sealed class NaiveCalls(Uri address, Random random) : ISweepCalls
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);

    private readonly HttpClient _client = new();
    private int _throttled;

    public int Throttled => _throttled;

    public double? Promised => null;

    public Task ListAsync(UserCredentials user) => SendUntilAnsweredAsync(user);

    public Task AskAsync(UserCredentials user) => SendUntilAnsweredAsync(user);

    public void Dispose() => _client.Dispose();

    private async Task SendUntilAnsweredAsync(UserCredentials user)
    {
        for (var pause = FirstPause; !await SendAsync(user); pause = Longer(pause))
            await Task.Delay(pause * (0.5 + Random()));
    }

    private async Task<bool> SendAsync(UserCredentials user)
    {
        using var request = Sign(user);
        using var response = await _client.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Interlocked.Increment(ref _throttled);
            return false;
        }
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        return true;
    }

    private HttpRequestMessage Sign(UserCredentials user)
    {
        var query = SnapTradeRequestSigner.Query(
            SignedLoad.ClientId,
            [new("userId", user.UserId), new("userSecret", user.UserSecret)],
            TimeProvider.System.GetUtcNow()
        );
        var url = new Uri($"{address}/authorizations?{query}");
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add(
            "Signature",
            SnapTradeRequestSigner.Sign(SignedLoad.ConsumerKey, null, url.AbsolutePath, query)
        );
        return request;
    }

    private double Random()
    {
        lock (random)
            return random.NextDouble();
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
