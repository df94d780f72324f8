using Dashboard.Domain.Deliveries;
using Dashboard.Features.Webhooks.Refusals;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Webhooks.Deliveries;

/// <summary>A flood costs little and takes only its own share of what is kept.</summary>
public sealed class RefusedRowsTests
{
    [Fact]
    public void A_flood_of_one_sender_is_cut_to_its_share_and_no_other_row_goes()
    {
        List<RefusedRows.Row> rows =
        [
            .. Enumerable
                .Range(1, 5000)
                .Select(i => Row(i, sender: i % 1000 == 0 ? "snaptrade" : "flood"))
                .Reverse(),
        ];

        var surplus = RefusedRows.Surplus(rows).ToHashSet();
        var kept = rows.Where(r => !surplus.Contains(r.Id)).ToList();

        Assert.Equal(RefusedDelivery.MaxOfSender, kept.Count(r => r.Sender == "flood"));
        Assert.Equal(5, kept.Count(r => r.Sender == "snaptrade"));
        Assert.Equal(4999, kept.Max(r => r.Sender == "flood" ? r.Id : 0));
    }

    [Fact]
    public void A_flood_of_many_senders_does_not_push_out_what_SnapTrade_sent()
    {
        var flood = Enumerable.Range(1, 30_000).Select(i => Row(i, $"sender-{i}"));
        var proven = Enumerable.Range(-100, 100).Select(i => Row(i, "snaptrade", DeliveryFault.FormerKey));
        List<RefusedRows.Row> rows = [.. flood.Concat(proven).OrderByDescending(r => r.Id)];

        var surplus = RefusedRows.Surplus(rows).ToHashSet();
        var kept = rows.Where(r => !surplus.Contains(r.Id)).ToList();

        Assert.Equal(100, kept.Count(r => r.Fault == DeliveryFault.FormerKey));
        Assert.Equal(RefusedDelivery.MaxUnproven, kept.Count(r => r.Fault == DeliveryFault.NotFromSnapTrade));
    }

    [Fact]
    public void Altogether_no_more_are_kept_than_the_limit()
    {
        List<RefusedRows.Row> rows =
        [
            .. Enumerable
                .Range(1, 12_000)
                .Select(i => Row(i, $"s{i}", DeliveryFault.Clock, reason: "too-new"))
                .Reverse(),
        ];
        Assert.Equal(2_000, RefusedRows.Surplus(rows).Count);
        Assert.Equal(2_000, RefusedRows.Surplus(rows).Max());
    }

    [Fact]
    public void The_first_of_each_sender_and_reason_are_examined_and_then_one_every_so_often()
    {
        var time = new FakeTimeProvider();
        var sampler = new RefusalSampler(time);
        int Admitted(string sender, string reason, int of) =>
            Enumerable.Range(0, of).Count(_ => sampler.Admit(sender, reason));

        Assert.Equal(RefusalSampler.Burst, Admitted("a", "forged", 1000));
        Assert.Equal(RefusalSampler.Burst, Admitted("a", "unsigned", 1000));
        Assert.Equal(RefusalSampler.Burst, Admitted("b", "forged", 1000));
        time.Advance(3 * RefusalSampler.Every);
        Assert.Equal(3, Admitted("a", "forged", 1000));
    }

    [Fact]
    public void Senders_beyond_the_limit_share_one_allowance_and_get_their_own_later()
    {
        var time = new FakeTimeProvider();
        var sampler = new RefusalSampler(time);
        for (var i = 0; i < RefusalSampler.MaxSenders; i++)
            Assert.True(sampler.Admit($"sender-{i}", "forged"));

        Assert.Equal(
            RefusalSampler.Burst,
            Enumerable.Range(0, 1000).Count(i => sampler.Admit($"another-{i}", "forged"))
        );
        time.Advance(RefusalSampler.Burst * RefusalSampler.Every);
        Assert.True(sampler.Admit("later", "forged"));
        Assert.True(sampler.Admit("even later", "forged"));
    }

    private static RefusedRows.Row Row(
        long id,
        string sender,
        DeliveryFault fault = DeliveryFault.NotFromSnapTrade,
        string reason = "forged"
    ) => new(id, sender, reason, fault);
}
