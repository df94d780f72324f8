using Dashboard.Data.Work;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Data.Work;

public sealed class WakeSignalTests
{
    [Fact]
    public async Task A_wake_ends_one_later_wait_and_the_next_lasts_its_time()
    {
        var time = new FakeTimeProvider();
        using var signal = new WakeSignal();
        signal.Wake();
        signal.Wake();
        await WaitAsync();
        var second = WaitAsync();
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        await second;

        Task WaitAsync() => signal.WaitAsync(TimeSpan.FromMinutes(1), time, Token);
    }
}
