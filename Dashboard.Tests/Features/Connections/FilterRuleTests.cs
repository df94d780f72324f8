using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Connections;

/// <summary>The rule of a list is written twice: as a query, and as a predicate on rows that were read already.</summary>
public sealed class FilterRuleTests : DatabaseContext
{
    private static readonly DateTimeOffset Now = Some.Noon.AddDays(1);
    private static readonly string[] Searches =
    [
        "zoe",
        "ZOË",
        "user-1",
        "example.com",
        "c1",
        "C1",
        "quest",
        "100%",
        "_",
        "a b",
        "b 4",
        "zoe quest",
        "100 zoe4@",
        "user-1 zoe",
        "nobody",
    ];

    private static readonly Arbitrary<ConnectionFilter> Filters = (
        from healths in Gen.SubListOf(Enum.GetValues<Health>())
        from awaiting in Rarely
        from brokerage in Maybe("questrade", "b-2", "unheard")
        from user in Maybe("user-1", "user-7")
        from hours in Maybe("1", "20", "23")
        from since in Maybe("2", "20", "22")
        from search in Maybe(Searches)
        from assignee in Maybe("ana", "ben")
        from snooze in Gen.Choose(0, 3)
        from duplicates in Rarely
        from neverContacted in Rarely
        from silent in Rarely
        select new ConnectionFilter
        {
            Healths = [.. healths],
            Awaiting = awaiting,
            Brokerage = brokerage,
            UserId = user,
            BrokenBefore = hours is null ? null : Now.AddHours(-int.Parse(hours)),
            BrokenFrom = since is null ? null : Now.AddHours(-int.Parse(since)),
            Search = search,
            AssigneeId = assignee,
            SnoozedAt = snooze == 2 ? Now : null,
            AwakeAt = snooze == 3 ? Now : null,
            HasDuplicate = duplicates,
            NeverContacted = neverContacted,
            IsSilent = silent,
        }
    ).ToArbitrary();

    private static Gen<bool> Rarely => Gen.Choose(0, 5).Select(n => n == 0);

    [Fact]
    public async Task The_query_and_the_predicate_choose_the_same_rows()
    {
        await SeedAsync();
        await using var db = Database.CreateDbContext();
        var brokerages = await BrokerageRows.ByIdAsync(db, Token);
        var ids = await db.Connections.Select(c => c.Id).ToListAsync(Token);
        var rows = await ConnectionReads.FindAsync(db, ids, Token);
        var hits = 0;

        Prop.ForAll(
                Filters,
                filter =>
                {
                    // Many are tested as they are read; few are listed beforehand.
                    var queried = Find(FoundConnections.Tested(filter, brokerages.Values));
                    var listed = FoundConnections
                        .FindAsync(db, filter, brokerages.Values, Token)
                        .GetAwaiter()
                        .GetResult();
                    var chosen = rows.Where(filter.Matches).Select(r => r.Id).Order(StringComparer.Ordinal);
                    hits += queried.Count is > 0 and < 60 ? 1 : 0;
                    Assert.Equal(queried, chosen);
                    Assert.Equal(queried, Find(listed));
                    Assert.Equal(
                        queried,
                        Find(FoundConnections.Tested(filter, brokerages.Values, areFew: true))
                    );

                    List<string> Find(FoundConnections? found) =>
                        ConnectionSearch
                            .Matching(db, filter, brokerages.Values, found)
                            .Select(c => c.Id)
                            .AsEnumerable()
                            .Order(StringComparer.Ordinal)
                            .ToList();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
        // Filters that choose nothing or everything would prove little.
        Assert.InRange(hits, 150, 1500);
    }

    private static Gen<string?> Maybe(params string[] values) =>
        Gen.Frequency((3, Gen.Constant((string?)null)), (1, Gen.Elements(values).Select(v => (string?)v)));

    private async Task SeedAsync()
    {
        var random = new Random(7);
        string[] types =
        [
            EventTypes.ConnectionAdded,
            EventTypes.ConnectionBroken,
            EventTypes.ConnectionBroken,
            EventTypes.ConnectionUpdated,
            EventTypes.ConnectionDeleted,
        ];
        await Database.BrokerageAsync("b-1", "questrade", "Questrade");
        await Database.BrokerageAsync("b-2", "zoe", "Zoë 100% Bank");
        var events = Enumerable
            .Range(0, 60)
            .Select(i =>
                Some.Event(
                    types[random.Next(types.Length)],
                    random.Next(24 * 60),
                    $"c{i}",
                    $"user-{i % 20}",
                    brokerageId: random.Next(4) switch
                    {
                        0 => null,
                        1 => "b-1",
                        2 => "b-2",
                        _ => "b-3",
                    }
                )
            );
        await Database.EventsAsync([.. events]);
        // Portal links before a break and after it, or none.
        await Database.EventsAsync([
            .. Enumerable
                .Range(0, 60)
                .Where(i => i % 4 == 0)
                .Select(i =>
                    Some.Event(
                        EventTypes.PortalLinkCreated,
                        random.Next(24 * 60),
                        $"c{i}",
                        $"user-{i % 20}",
                        source: EventSource.Operator
                    )
                ),
        ]);
        for (var i = 0; i < 20; i += 2)
            await Database.ContactAsync(
                $"user-{i}",
                i % 4 == 0 ? $"Zoë A_b {i}" : null,
                $"zoe{i}@example.com"
            );
        await using var db = Database.CreateDbContext();
        foreach (var id in Enumerable.Range(0, 60).Where(i => i % 3 == 0).Select(i => $"c{i}"))
        {
            var triage = Dashboard.Domain.Connections.Triage.Of(id);
            triage.Assign(
                random.Next(3) switch
                {
                    0 => "ana",
                    1 => "ben",
                    _ => null,
                },
                "Name"
            );
            if (random.Next(2) == 0)
                triage.Snooze(Now.AddHours(random.Next(-5, 6)), "ana", Now.AddHours(-random.Next(24)));
            db.Triages.Add(triage);
        }
        foreach (
            var connection in await db.Connections.Where(c => c.Health == Health.Disabled).ToListAsync(Token)
        )
        {
            // Before the break, just before it by our clock, and after it, or not at all.
            if (random.Next(4) is var made and < 3)
                Link(
                    "hash-",
                    connection,
                    LinkOrigin.Copy,
                    made switch
                    {
                        0 => -60,
                        1 => -3,
                        _ => 60,
                    }
                );
            // A newer one in an e-mail that was refused.
            if (random.Next(3) == 0)
                Link("refused-", connection, LinkOrigin.Email, 120)
                    .Revoke(ReconnectLink.Delivery, connection.Since.AddHours(2));
        }
        await db.SaveChangesAsync(Token);
        await db
            .Connections.Where(c => c.Id.EndsWith("1") || c.Id.EndsWith("4") || c.Id.EndsWith("7"))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.SilentSince, Now.AddDays(-3)), Token);

        ReconnectLink Link(string hash, Connection connection, LinkOrigin origin, int minute)
        {
            var link = ReconnectLink.Create(
                hash + connection.Id,
                connection,
                origin,
                "Mia",
                connection.Since.AddMinutes(minute),
                TimeSpan.FromDays(7)
            );
            db.ReconnectLinks.Add(link);
            return link;
        }
    }
}
