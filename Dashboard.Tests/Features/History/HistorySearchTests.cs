using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.History;

/// <summary>A search reads the same events whether it starts from the users or from the history.</summary>
public sealed class HistorySearchTests : DatabaseContext
{
    private static readonly string[] Types =
    [
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.TradeUpdate,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_ways_find_the_same_events_in_the_same_order(int seed)
    {
        var random = new Random(seed);
        await Database.EventsAsync([.. Enumerable.Range(0, 120).Select(_ => Any(random))]);
        await using var db = Database.CreateDbContext();
        foreach (var user in await db.SnapTradeUsers.ToListAsync(Token))
            user.SetContact(user.Id.EndsWith('1') ? "Ana" : "Anabel", null, null, Some.Noon);
        await db.SaveChangesAsync(Token);
        for (var i = 0; i < 40; i++)
        {
            var filter = AnyFilter(random);
            EventPosition? after =
                random.Next(2) == 0 ? null : new(Some.Noon.AddMinutes(random.Next(30)), random.Next(120));
            var walked = Walked(filter.Search!, random.Next(2) == 0);
            var users = (await FoundUsers.FindAsync(db, filter.Search, Token))!.Ids!;
            var count = random.Next(1, 30);

            var fromUsers = await HistorySearch
                .ComposeOf(db, users, filter, after, count)
                .Take(count)
                .ToListAsync(Token);

            Assert.Equal(
                await HistorySearch.Compose(db, filter, after, walked).Take(count).ToListAsync(Token),
                fromUsers
            );
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Pages_of_a_search_hold_each_event_once_however_many_are_copies(int seed)
    {
        var random = new Random(seed);
        await Database.EventsAsync([.. Enumerable.Range(0, 150).Select(_ => Any(random))]);
        var queries = new HistoryQueries(Database, ActorScope.Of(Role.Admin));
        await using var db = Database.CreateDbContext();
        foreach (var search in (string?[])["user", "user-1", "qq", null])
        {
            for (var i = 0; i < 8; i++)
            {
                var filter = AnyFilter(random) with { Search = search };
                var walked = search is null ? null : Walked(search, random.Next(2) == 0);
                List<EventRow> paged = [];
                EventPosition? after = null;
                do
                {
                    var page = await queries.PageAsync(filter, after, limit: 1 + random.Next(4), Token);
                    paged.AddRange(page.Rows);
                    after = page.Next;
                } while (after is not null);

                Assert.Equal(
                    await HistorySearch.Compose(db, filter, after: null, walked).ToListAsync(Token),
                    paged
                );
            }
        }
    }

    // Few tokens are gathered beforehand; of many, those of each event's user are looked for.
    private static FoundUsers Walked(string search, bool areFew) =>
        FoundUsers.Tested([.. SearchTokens.WordsOf(search).Select(word => new SearchedWord(word, areFew))]);

    private static HistoryFilter AnyFilter(Random random) =>
        new()
        {
            // The first is one user's id, so that the search finds one, several, all and nobody.
            Search = random.GetItems(["user-1", "anabel", "ana", "qq"], 1)[0],
            Types = [.. random.GetItems(Types, random.Next(3)).Distinct(StringComparer.Ordinal)],
            Source = random.Next(3) == 0 ? random.GetItems(Enum.GetValues<EventSource>(), 1)[0] : null,
            WithoutCopies = random.Next(2) == 0,
            From = random.Next(3) == 0 ? Some.Noon.AddMinutes(random.Next(15)) : null,
            To = random.Next(3) == 0 ? Some.Noon.AddMinutes(15 + random.Next(15)) : null,
        };

    // Few times, so that events share them and copies occur.
    private static IncomingEvent Any(Random random)
    {
        var user = random.Next(6);
        return Some.Event(
            random.GetItems(Types, 1)[0],
            random.Next(30),
            $"connection-{user}",
            $"user-{user}",
            source: random.GetItems(
                [EventSource.Webhook, EventSource.Webhook, EventSource.Poll, EventSource.Portal],
                1
            )[0]
        );
    }
}
