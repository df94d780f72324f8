using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Tests.Support;
using static Dashboard.Domain.Outcomes.OutcomeStep;

namespace Dashboard.Tests.Domain.Outcomes;

public sealed class OutcomeCalculationTests
{
    private const int Day = CurveGrid.Day;

    [Fact]
    public void Later_than_the_oldest_episode_a_share_is_the_last_one_known()
    {
        var figures = Of(Repaired(60) with { StartedAt = Some.Noon.AddDays(-7) }, Open(Day));

        Assert.Equal(0.5, figures.Times.Day1);
        Assert.Equal(0.5, figures.Times.Day7);
        Assert.Equal(0.5, figures.Times.Day30);
        Assert.Null(Of().Times.Day1);
    }

    [Fact]
    public void A_median_counts_those_that_are_still_broken()
    {
        var open = Enumerable.Range(1, 6).Select(i => Open(i * Day));
        var figures = Of([Repaired(60), Repaired(90), .. open]);

        Assert.Null(figures.Times.MedianSeconds);
        Assert.Equal(90, Of(Repaired(60), Repaired(90), Repaired(120)).Times.MedianSeconds);
    }

    [Fact]
    public void Each_stage_waits_for_the_next_from_when_the_one_before_was_reached()
    {
        var figures = Of(Repaired(1000) with { Known = 2, Contacted = 102, Opened = 402, Started = 440 });

        Assert.Equal(
            [
                new(Broke, Known, 2),
                new(Known, Contacted, 100),
                new(Contacted, Opened, 300),
                new(Opened, Started, 38),
                new(Started, Repaired_, 560),
            ],
            figures.Stages
        );
    }

    [Fact]
    public void A_repair_without_contact_is_another_end_of_the_wait_for_it()
    {
        var alone = Repaired(50) with { Known = 1 };
        var contacted = Open(500) with { Known = 1, Contacted = 101 };

        Assert.Equal(100, StageTimes.MedianOf([alone, contacted], Known, Contacted));
        Assert.Null(StageTimes.MedianOf([alone, alone, contacted], Known, Contacted));
    }

    [Fact]
    public void A_later_step_shows_the_earlier_ones()
    {
        var figures = Of(
            Open(100),
            Open(100) with
            {
                Contacted = 5,
            },
            Open(100) with
            {
                Started = 20,
            },
            Repaired(100) with
            {
                Contacted = 5,
                Opened = 10,
                Started = 20,
            },
            Repaired(100)
        );

        Assert.Equal(
            [(Broke, 5), (Contacted, 3), (Opened, 2), (Started, 2), (Returned, 1), (Repaired_, 1)],
            figures.Funnel.Select(s => (s.Step, s.Count))
        );
        Assert.Equal((2, 1, 1), (figures.Repaired, figures.RepairedWithoutUs, figures.NeverContacted));
        Assert.Equal((Broke, Contacted, 1), ReconnectSteps.LargestLoss(figures.Funnel));
    }

    [Fact]
    public void Customers_who_repaired_it_without_us_are_not_lost()
    {
        var contacted = Open(100) with { Contacted = 5 };
        var figures = Of(Repaired(100), Repaired(100), Repaired(90), contacted, contacted, Open(100));

        Assert.Equal([1, 2, 0, 0, 0, 0], figures.Funnel.Select(s => s.Lost));
        Assert.Equal((Contacted, Opened, 2), ReconnectSteps.LargestLoss(figures.Funnel));
        Assert.Null(ReconnectSteps.LargestLoss(Of(Repaired(100), Repaired(5)).Funnel));
    }

    [Fact]
    public void Periods_with_few_breaks_are_not_compared()
    {
        var (nine, ten) = (Of([.. Enumerable.Repeat(Open(5), 9)]), Of([.. Enumerable.Repeat(Open(5), 10)]));
        Assert.True(new OutcomeComparison(ten, ten).IsComparable);
        Assert.False(new OutcomeComparison(nine, ten).IsComparable);
        Assert.False(new OutcomeComparison(ten, nine).IsComparable);
    }

    [Fact]
    public void Each_figure_counts_its_part()
    {
        EpisodeFacts[] cohort =
        [
            Open(100),
            Open(100) with
            {
                Started = 3,
                IsConnectedAgain = true,
            },
            Repaired(100),
            Repaired(100) with
            {
                Started = 3,
            },
            Repaired(100) with
            {
                Returned = 3,
            },
            new EpisodeFacts("c", Some.Noon, 5, EpisodeOutcome.Deleted),
        ];
        var figures = Of(cohort);

        Assert.Equal(
            [6, 2, 1, 3, 2, 1, 1, 3, 3, 3, 2, 1],
            Enum.GetValues<CohortPart>().Select(part => cohort.Count(e => part.Includes(e)))
        );
        Assert.Equal(
            [6, 2, 1, 3, 2, 1, 1],
            [
                figures.Episodes,
                figures.Open,
                figures.NeverContacted,
                figures.Repaired,
                figures.RepairedWithoutUs,
                figures.Deleted,
                figures.ConnectedAgain,
            ]
        );
        Assert.All(
            figures.Funnel,
            step => Assert.Equal(step.Count, cohort.Count(e => CohortParts.Of(step.Step).Includes(e)))
        );
    }

    [Fact]
    public void The_channel_and_the_operator_are_those_of_the_last_started_link()
    {
        var email = Repaired(100) with
        {
            Started = 10,
            Channel = LinkOrigin.Email,
            Operator = "Policy",
            Contacts = Contacts.Email,
        };
        var copied = Open(100) with
        {
            Started = 10,
            Channel = LinkOrigin.Copy,
            Operator = "Ana",
            Contacts = Contacts.Copy | Contacts.Email,
        };

        var figures = Of(email, copied, Open(5) with { Contacts = Contacts.Email });

        Assert.Equal(
            [
                new(LinkOrigin.Copy, Contacted: 1, Started: 1, Repaired: 0, null),
                new(LinkOrigin.Api, 0, 0, 0, null),
                new(LinkOrigin.Email, Contacted: 3, Started: 1, Repaired: 1, 100),
            ],
            figures.ByChannel
        );
        Assert.Equal([new("Policy", 1, 1, 100), new("Ana", 1, 0, null)], figures.ByOperator);
        Assert.True(new OutcomeQuery(Some.Noon.AddDays(-99), Some.Noon) { Operator = "Ana" }.Matches(copied));
        Assert.False(
            new OutcomeQuery(Some.Noon.AddDays(-99), Some.Noon) { Channel = LinkOrigin.Email }.Matches(copied)
        );
    }

    [Fact]
    public void Brokerages_come_with_their_own_figures_and_worst_error()
    {
        var figures = Of(
            Repaired(Day) with
            {
                BrokerageId = "q",
                Errors = [PortalError.WrongPassword],
            },
            Open(Day) with
            {
                BrokerageId = "q",
                Errors = [PortalError.WrongPassword, PortalError.OtherAccount],
            },
            Repaired(10)
        );

        Assert.Equal(
            [
                new("q", 2, 1, Day, 0.5, new(PortalError.WrongPassword, 2)),
                new BrokerageOutcome(null, 1, 0, 10, 1, null),
            ],
            figures.ByBrokerage
        );
        Assert.Equal([new(PortalError.WrongPassword, 2), new(PortalError.OtherAccount, 1)], figures.Errors);
    }

    [Fact]
    public void Few_episodes_are_shown_and_many_make_a_curve()
    {
        Assert.Equal(9, Of([.. Enumerable.Repeat(Repaired(Day), 9)]).Few.Count);
        var many = Of([.. Enumerable.Repeat(Repaired(Day), 10)]);
        Assert.Empty(many.Few);
        Assert.Equal(Day, many.Curve[^1].Seconds);
        Assert.Equal((0, 1), (many.Curve[0].Share, many.Curve[^1].Share));
    }

    [Fact]
    public void A_connection_that_breaks_often_is_named()
    {
        var figures = Of([.. Enumerable.Repeat(Repaired(5), 3), Repaired(5) with { ConnectionId = "once" }]);
        Assert.Equal([new("c", 3)], figures.RepeatBreakers);
    }

    private const OutcomeStep Repaired_ = OutcomeStep.Repaired;

    private static OutcomeFigures Of(params EpisodeFacts[] cohort) =>
        OutcomeCalculation.Of(cohort, Some.Noon.AddDays(-90), Some.Noon, Some.Noon);

    private static EpisodeFacts Repaired(int seconds) =>
        new("c", Some.Noon.AddSeconds(-seconds), seconds, EpisodeOutcome.Repaired);

    private static EpisodeFacts Open(int seconds) => new("c", Some.Noon.AddSeconds(-seconds), seconds, null);
}
