using Dashboard.Domain.Connections;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class PendingRowsTests
{
    private readonly PendingRows _pending = new(maxChanges: 3);

    [Fact]
    public void One_update_is_passed_on_as_it_is()
    {
        var update = Update(1, "a", "b");
        _pending.Add(update);
        Assert.False(_pending.IsEmpty);
        Assert.Same(update, _pending.Take());
        Assert.True(_pending.IsEmpty);
    }

    [Fact]
    public void Of_several_the_newest_state_of_each_connection_is_told()
    {
        _pending.Add(Update(1, "a", "b"));
        _pending.Add(Update(2, "b", "c"));

        var merged = _pending.Take();

        Assert.Equal(["a", "b", "c"], merged.Changes.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.Equal(
            [1, 2, 2],
            merged.Changes.OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => c.Version)
        );
        Assert.Equal(2, merged.Rows["b"].Version);
        Assert.False(merged.MustReread);
        Assert.True(_pending.IsEmpty);
    }

    [Fact]
    public void After_a_merge_the_next_one_is_passed_on_alone()
    {
        _pending.Add(Update(1, "a"));
        _pending.Add(Update(2, "b"));
        _pending.Take();
        var next = Update(3, "c");
        _pending.Add(next);
        Assert.Same(next, _pending.Take());
    }

    [Theory]
    [InlineData("a b c d", "")]
    [InlineData("a b", "c d")]
    public void Too_many_changes_make_the_screen_read_again(string first, string second)
    {
        _pending.Add(Update(1, first.Split(' ')));
        if (second.Length > 0)
            _pending.Add(Update(2, second.Split(' ')));
        Assert.True(_pending.MustReread);
        Assert.True(_pending.Take().MustReread);
        Assert.False(_pending.MustReread);
    }

    [Fact]
    public void A_request_to_read_again_needs_no_changes()
    {
        _pending.Add(RowsUpdate.Reread);
        Assert.False(_pending.IsEmpty);
        Assert.True(_pending.MustReread);
        Assert.True(_pending.Take().MustReread);
        Assert.True(_pending.IsEmpty);
    }

    [Fact]
    public void A_request_to_read_again_is_not_lost_in_a_merge()
    {
        _pending.Add(Update(1, "a") with { MustReread = true });
        Assert.True(_pending.MustReread);
        _pending.Add(Update(2, "b"));
        Assert.True(_pending.Take().MustReread);
    }

    private static RowsUpdate Update(long version, params string[] ids) =>
        new(
            [.. ids.Select(id => Change(id, version))],
            ids.ToDictionary(id => id, id => Row(id, version)),
            MustReread: false
        );

    private static ConnectionChange Change(string id, long version) =>
        new(id, "u", "b", Health.Disabled, Health.Healthy, Some.Noon, AwaitingVerification: false, version);

    private static ConnectionRow Row(string id, long version) =>
        new()
        {
            Id = id,
            UserId = "u",
            UserName = null,
            UserEmail = null,
            BrokerageId = "b",
            Name = null,
            Type = null,
            Health = Health.Disabled,
            Since = Some.Noon,
            AwaitingVerification = false,
            LastEventAt = Some.Noon,
            LastVerifiedAt = null,
            LastDataAt = null,
            Version = version,
            CanAskSnapTrade = true,
            IsSecretRefused = false,
        };
}
