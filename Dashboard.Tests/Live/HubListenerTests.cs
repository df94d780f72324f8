using Dashboard.Domain.Connections;
using Dashboard.Live;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Live;

public sealed class HubListenerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingClient _client = new();
    private int _aborted;

    [Fact]
    public async Task A_client_that_may_have_missed_changes_gets_an_empty_list()
    {
        await Listener().PushAsync(FeedUpdate.Reread);

        Assert.Equal([0], _client.Told);
        Assert.Equal(0, _aborted);
    }

    [Fact]
    public async Task Changes_are_pushed_before_the_request_to_read_again()
    {
        await Listener().PushAsync(new FeedUpdate([Change], MustReread: true));

        Assert.Equal([1, 0], _client.Told);
    }

    [Fact]
    public async Task A_client_that_does_not_keep_up_is_disconnected()
    {
        _client.Answer = new TaskCompletionSource().Task;
        var push = Listener().PushAsync(new FeedUpdate([Change], MustReread: false));

        _time.Advance(HubListener.SendTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(push.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await push;

        Assert.Equal(1, _aborted);
    }

    private static ConnectionChange Change =>
        new("c", "u", null, Health.Disabled, null, DateTimeOffset.UnixEpoch, false, 1);

    private HubListener Listener() => new(_client, () => _aborted++, _time);

    private sealed class RecordingClient : IConnectionHealthClient
    {
        public List<int> Told { get; } = [];
        public Task Answer { get; set; } = Task.CompletedTask;

        public Task ConnectionsChanged(IReadOnlyList<ConnectionChange> changes)
        {
            Told.Add(changes.Count);
            return Answer;
        }
    }
}
