using Dashboard.Domain.Operators;
using Dashboard.Features.Team;

namespace Dashboard.Tests.Features.Team;

public sealed class MemberQueriesTests : IAsyncLifetime
{
    private readonly TeamHost _host = new();

    public async ValueTask InitializeAsync() => await _host.AddTeamAsync();

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_list_goes_on_where_it_stopped_among_thousands()
    {
        await _host.AddAsync([
            .. Enumerable.Range(0, 2500).Select(i => TeamHost.Person($"person-{i:0000}", Role.Support)),
        ]);
        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await _host.Queries("ana").PageAsync(TeamView.Default, after, 400, Token);
            seen.AddRange(page.Rows.Select(m => m.Id));
            after = page.Next;
        } while (after is not null);
        Assert.Equal(2503, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_words_role_and_state()
    {
        await _host.AddAsync(TeamHost.Person("odd_one", Role.Manager, "100% Odd"));
        Assert.Null(await _host.Changes("ana").DisableAsync("mia", Token));
        Assert.Equal(["odd_one"], Ids(await PageAsync(new TeamView("0% o", null, null))));
        Assert.Equal(["odd_one"], Ids(await PageAsync(new TeamView("odd_", null, null))));
        Assert.Equal(["odd_one"], Ids(await PageAsync(new TeamView(null, Role.Manager, null))));
        Assert.Equal(["mia"], Ids(await PageAsync(new TeamView(null, null, MemberState.Disabled))));
        Assert.Equal(
            ["ana", "ben", "odd_one"],
            Ids(await PageAsync(new TeamView(null, null, MemberState.Active)))
        );
        Assert.Empty(await PageAsync(new TeamView(null, null, MemberState.Locked)));
    }

    private static IEnumerable<string> Ids(IEnumerable<Dashboard.Features.Team.Members.Member> members) =>
        members.Select(m => m.Id);

    private async Task<IReadOnlyList<Dashboard.Features.Team.Members.Member>> PageAsync(TeamView view) =>
        (await _host.Queries("ana").PageAsync(view, after: null, 10, Token)).Rows;
}
