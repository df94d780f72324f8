using Dashboard.Emails.Delivery;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Every node knows how sending is, also one that does not send.</summary>
public sealed class DispatcherReportsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon.AddHours(3));
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_standby_node_knows_that_sending_is_paused_and_nothing_of_it_once_nobody_sends()
    {
        await using var nobody = MailServer.Absent();
        await _database.CustomerAsync("ana");
        await _database.QueueAsync("ana");
        await using var sends = await DispatcherHost.StartAsync(_database, _time, nobody.Port);
        await Eventually.TrueAsync(
            () => Task.FromResult(sends.State.Current.IsInTrouble),
            "sending was paused"
        );
        await using var standsBy = await DispatcherHost.StartAsync(_database, _time, nobody.Port);
        var reports = standsBy.Get<DispatcherReports>();

        await sends.PassTimeUntilAsync(
            async () => await reports.ReadAsync(Token) is { IsInTrouble: true },
            "the pause was reported"
        );

        Assert.False(standsBy.State.Current.IsInTrouble);
        var known = await reports.ReadAsync(Token);
        Assert.Equal(1, known!.Queued);
        Assert.Equal(sends.State.Current.LastFailure, known.LastFailure);
        await standsBy.StopAsync();
        await sends.StopAsync();
        Assert.Null(await reports.ReadAsync(Token));
    }
}
