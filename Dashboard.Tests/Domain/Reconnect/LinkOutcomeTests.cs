using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Reconnect;

public sealed class LinkOutcomeTests
{
    private static readonly Connection Connection = Connection.Create("c", "u", Some.Noon);

    /// <summary>Links and episodes of one connection on a few hours' grid, so that near misses are common.</summary>
    private static readonly Gen<Story> Stories =
        from links in Links().ArrayOf()
        from lengths in Gen.Choose(1, 90).ArrayOf()
        from outcomes in Gen.Elements(EpisodeOutcome.Repaired, EpisodeOutcome.Deleted).ArrayOf(12)
        select new Story(links, [.. Episodes(lengths.Take(11).ToArray(), outcomes)]);

    [Theory]
    [InlineData(0, 60, true)]
    [InlineData(0, null, false)]
    [InlineData(-60, -10, false)]
    [InlineData(-60, -3, true)]
    [InlineData(3, 60, true)]
    [InlineData(10, 60, false)]
    public void A_repair_counts_when_it_ended_the_break_that_the_link_was_made_for(
        int start,
        int? end,
        bool isRepaired
    ) => Assert.Equal(isRepaired, LinkOutcome.Of(Trace(), [Episode(start, end)]).IsRepaired);

    [Fact]
    public void A_deletion_is_no_repair() =>
        Assert.False(LinkOutcome.Of(Trace(), [Episode(-10, 60, EpisodeOutcome.Deleted)]).IsRepaired);

    [Fact]
    public void The_break_that_covers_the_moment_precedes_one_within_the_clock_skew()
    {
        var outcome = LinkOutcome.Of(Trace(), [Episode(-60, -3), Episode(-1, null)]);
        Assert.False(outcome.IsRepaired);
    }

    [Theory]
    [InlineData(30, null, null, 31, true)]
    [InlineData(30, null, null, 90, true)]
    [InlineData(30, null, null, 91, false)]
    [InlineData(30, null, null, 26, true)]
    [InlineData(30, null, null, 24, false)]
    [InlineData(30, 35, "SUCCESS", 35 + (24 * 60), true)]
    [InlineData(30, 35, "SUCCESS", 36 + (24 * 60), false)]
    [InlineData(30, 35, "1023", 120, false)]
    [InlineData(30, 25, "SUCCESS", 120, false)]
    [InlineData(null, null, null, 31, false)]
    public void A_link_repaired_it_when_its_visit_explains_the_repair(
        int? started,
        int? returned,
        string? result,
        int repaired,
        bool isByLink
    )
    {
        var trace = Trace() with { StartedAt = At(started), ReturnedAt = At(returned), LastResult = result };
        var outcome = LinkOutcome.Of(trace, [Episode(-10, repaired)]);
        Assert.Equal((At(repaired), isByLink), (outcome.RepairedAt, outcome.IsByLink));
    }

    [Fact]
    public void The_link_that_was_started_last_gets_the_credit()
    {
        var (first, second) = (Link(0), Link(1));
        first.Start(At(30)!.Value);
        second.Start(At(40)!.Value);
        Assert.False(Of(first, [first, second], [Episode(-10, 45)]).IsByLink);
        Assert.True(Of(second, [first, second], [Episode(-10, 45)]).IsByLink);
        // What was started after the repair had no part in it.
        Assert.True(Of(first, [first, second], [Episode(-10, 34)]).IsByLink);
    }

    [Fact]
    public void A_repair_before_a_link_is_not_attributed_to_it() =>
        Hold(story =>
        {
            foreach (var link in story.Links)
            {
                var outcome = Of(link, story.Links, story.Episodes);
                Assert.True(outcome.IsRepaired || !outcome.IsByLink);
                Assert.False(outcome.IsByLink && link.StartedAt is null);
                Assert.False(outcome.RepairedAt <= link.CreatedAt - ReconnectLink.ClockSkew);
            }
        });

    [Fact]
    public void At_most_one_link_repaired_an_episode() =>
        Hold(story =>
        {
            var credited = story
                .Links.Select(link => Of(link, story.Links, story.Episodes))
                .Where(outcome => outcome.IsByLink)
                .Select(outcome => outcome.RepairedAt);
            Assert.Equal(credited.Distinct(), credited);
        });

    [Fact]
    public void The_order_of_links_and_episodes_does_not_matter() =>
        Hold(story =>
        {
            foreach (var link in story.Links)
                Assert.Equal(
                    Of(link, story.Links, story.Episodes),
                    Of(link, [.. story.Links.Reverse()], [.. story.Episodes.Reverse()])
                );
        });

    private static void Hold(Action<Story> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Stories.ToArbitrary(), check));

    private static Gen<ReconnectLink> Links() =>
        from made in Gen.Choose(0, 300)
        from start in Gen.Choose(-60, 60)
        from back in Gen.Choose(-60, 60)
        from result in Gen.Elements("SUCCESS", "1023")
        select Lived(Link(made), made, start, back, result);

    private static ReconnectLink Lived(ReconnectLink link, int made, int start, int back, string result)
    {
        if (start < 0)
            return link;
        link.Start(At(made + start)!.Value);
        if (back >= 0)
            link.Return(result, At(made + start + back)!.Value);
        return link;
    }

    private static IEnumerable<Episode> Episodes(int[] lengths, EpisodeOutcome[] outcomes)
    {
        var minute = 0;
        foreach (var (length, outcome) in lengths.Zip(outcomes))
        {
            yield return Episode(minute, minute + length, outcome);
            minute += length + 2;
        }
    }

    private static LinkOutcome Of(ReconnectLink link, ReconnectLink[] links, Episode[] episodes) =>
        LinkOutcome.Of(LinkTrace.Of(link, links), episodes);

    private static LinkTrace Trace() => new(Some.Noon);

    private static DateTimeOffset? At(int? minute) => minute is { } m ? Some.Noon.AddMinutes(m) : null;

    private static Episode Episode(int start, int? end, EpisodeOutcome outcome = EpisodeOutcome.Repaired)
    {
        var episode = Dashboard.Domain.Connections.Episode.Open("c", Some.Noon.AddMinutes(start));
        if (end is { } minute)
            episode.End(Some.Noon.AddMinutes(minute), outcome);
        return episode;
    }

    private static ReconnectLink Link(int minute) =>
        ReconnectLink.Create(
            "hash",
            Connection,
            LinkOrigin.Copy,
            "Mia",
            Some.Noon.AddMinutes(minute),
            TimeSpan.FromDays(7)
        );

    private sealed record Story(ReconnectLink[] Links, Episode[] Episodes);
}
