using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Reconnect;

public sealed class ReconnectLinkTests
{
    private static readonly DateTimeOffset Made = Some.Noon;

    [Theory]
    [InlineData(null, 10, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, -60, true)]
    [InlineData(0, -60, false)]
    [InlineData(-4, -60, false)]
    [InlineData(-4, 0, false)]
    [InlineData(-4, 1, true)]
    [InlineData(-5, 1, false)]
    [InlineData(-60, 1, false)]
    public void A_links_episode_has_ended_when_one_ended_since_within_the_clock_skew(
        int? lastEnd,
        int runSince,
        bool expected
    ) =>
        Assert.Equal(
            expected,
            Link()
                .IsRepairedSince(
                    lastEnd is { } minutes ? Made.AddMinutes(minutes) : null,
                    Made.AddMinutes(runSince)
                )
        );

    private static ReconnectLink Link() =>
        ReconnectLink.Create(
            "hash",
            Connection.Create("c", "u", Made),
            LinkOrigin.Copy,
            "Mia",
            Made,
            TimeSpan.FromDays(7)
        );
}
