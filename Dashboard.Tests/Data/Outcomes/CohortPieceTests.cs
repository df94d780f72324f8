using Dashboard.Data.Outcomes;
using Dashboard.Domain.Events;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data.Outcomes;

/// <summary>Many breaks are read in pieces, and their steps too.</summary>
public sealed class CohortPieceTests : DatabaseContext
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pieces_of_a_period_give_the_same_as_all_of_it_at_once(int seed)
    {
        var random = new Random(seed);
        await LiveAsync(random);
        var all = await ReadAsync(pieceSize: 1000);
        Assert.True(all.Count > 20, $"Only {all.Count} breaks.");
        Assert.Contains(all, e => e.Channel is not null);

        foreach (var size in new[] { 0, 1, 2, 7, 19 })
        {
            var facts = await ReadAsync(size);
            Assert.Equal(all.Select(Words).Order(), facts.Select(Words).Order());
        }

        static string Words(EpisodeFacts episode) =>
            $"{episode with { Errors = [] }} {string.Join(' ', episode.Errors.Order())}";
    }

    // Ten hours in which some connections break, are repaired and broken again within the difference of clocks.
    private async Task LiveAsync(Random random)
    {
        string[] ids = [.. Enumerable.Range(0, 6).Select(i => $"c{i}")];
        await Database.EventsAsync([.. ids.Select(id => Some.Added(-60, id, $"user of {id}"))]);
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var minute = 0.0; minute < 600; minute += 4 * random.NextDouble())
        {
            var id = ids[random.Next(ids.Length)];
            var user = $"user of {id}";
            var link = links.GetValueOrDefault(id);
            switch (random.Next(6))
            {
                case 0:
                    await Database.EventsAsync(Some.Broken(minute, id, user));
                    break;
                case 1:
                    await Database.EventsAsync(Some.Fixed(minute, id, user));
                    break;
                case 2:
                    links[id] = await Database.LinkAsync(id, minute, LinkOrigin.Email, $"{id} {minute}");
                    break;
                case 3:
                    await Database.StepAsync(EventTypes.LinkOpened, id, minute, link);
                    break;
                case 4:
                    await Database.StepAsync(EventTypes.PortalStarted, id, minute, link);
                    break;
                default:
                    var error = random.Next(2) == 0 ? "1066" : "1086";
                    await Database.StepAsync(EventTypes.PortalReturned, id, minute, link, error);
                    break;
            }
        }
    }

    private Task<IReadOnlyList<EpisodeFacts>> ReadAsync(int pieceSize) =>
        new CohortReader(Database) { PieceSize = pieceSize }.ReadAsync(
            Some.Noon.AddDays(-1),
            Some.Noon.AddDays(1),
            Some.Noon.AddMinutes(600),
            cancellationToken: Token
        );
}
