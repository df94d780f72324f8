using Dashboard.Domain.Reconciliation;
using Dashboard.Tests.Support;
using FsCheck.Xunit;

namespace Dashboard.Tests.Domain.Reconciliation;

public sealed class DriftTests
{
    [Theory]
    [InlineData(0, 0, 0, DriftLevel.Fine)]
    [InlineData(2, 0, 0, DriftLevel.Fine)]
    [InlineData(3, 0, 0, DriftLevel.Losing)]
    [InlineData(3, 0, 297, DriftLevel.Losing)]
    [InlineData(3, 0, 298, DriftLevel.Fine)]
    [InlineData(0, 9, 0, DriftLevel.Fine)]
    [InlineData(0, 10, 90, DriftLevel.Late)]
    [InlineData(0, 10, 91, DriftLevel.Fine)]
    [InlineData(3, 50, 50, DriftLevel.Losing)]
    public void An_admin_is_warned_when_more_than_a_few_are_lost_or_late(
        int lost,
        int late,
        long told,
        DriftLevel expected
    ) => Assert.Equal(expected, new Drift(lost, late, told).Level);

    [Theory]
    [InlineData(null, 300, WebhookArrival.TooEarly)]
    [InlineData(null, 301, WebhookArrival.Lost)]
    [InlineData(300, 301, WebhookArrival.Crossed)]
    [InlineData(301, 301, WebhookArrival.Late)]
    [InlineData(1, 100_000, WebhookArrival.Crossed)]
    public void A_missing_webhook_is_judged_by_when_it_came(
        int? toldAfter,
        int now,
        WebhookArrival expected
    ) =>
        Assert.Equal(
            expected,
            Drift.Judge(
                Some.Noon,
                toldAfter is { } seconds ? Some.Noon.AddSeconds(seconds) : null,
                Some.Noon.AddSeconds(now)
            )
        );

    [Property]
    public bool More_webhooks_that_tell_never_make_it_worse(byte lost, byte late, ushort told, ushort more) =>
        new Drift(lost, late, told + more).Level is var with
        && new Drift(lost, late, told).Level is var without
        && (with == without || without != DriftLevel.Fine);
}
