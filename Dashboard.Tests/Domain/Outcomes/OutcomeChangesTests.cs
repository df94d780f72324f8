using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Domain.Outcomes;

public sealed class OutcomeChangesTests
{
    private const int Hour = 3600;

    [Fact]
    public void Nothing_is_compared_with_a_period_in_which_too_little_is_known() =>
        Assert.Empty(OutcomeChanges.Of(Broke(140), Broke(0)));

    [Fact]
    public void A_difference_that_chance_makes_is_no_change()
    {
        Assert.Empty(OutcomeChanges.Of(Broke(110), Broke(100)));
        // sqrt(140 + 100) = 15.5.
        var change = Assert.Single(OutcomeChanges.Of(Broke(140), Broke(100)));
        Assert.Equal((ChangedFigure.Breaks, 2.58), (change.Figure, Math.Round(change.Score, 2)));
        Assert.Equal((140 / 30.0, 100 / 30.0, true), (change.Now, change.Before, change.IsMore));
    }

    [Fact]
    public void A_longer_month_has_no_more_breaks_for_that()
    {
        Assert.Empty(OutcomeChanges.Of(Broke(3100, days: 31), Broke(2800, days: 28)));
        Assert.False(Assert.Single(OutcomeChanges.Of(Broke(3000, days: 31), Broke(3000, days: 28))).IsMore);
    }

    [Fact]
    public void A_share_is_compared_only_with_enough_episodes_on_both_sides()
    {
        Assert.Empty(OutcomeChanges.Of(Contacted(9, of: 9), Contacted(0, of: 10)));
        var change = Assert.Single(OutcomeChanges.Of(Contacted(60, of: 100), Contacted(40, of: 100)));
        Assert.Equal((ChangedFigure.Step, OutcomeStep.Contacted), (change.Figure, change.Step));
        // 0.2 / sqrt(0.5 * 0.5 * 2 / 100).
        Assert.Equal((0.6, 0.4, 2.83), (change.Now, change.Before, Math.Round(change.Score, 2)));
    }

    [Fact]
    public void Faster_repairs_are_measured_by_the_bands_of_their_curves()
    {
        var (fast, slow) = (Repaired(70, of: 100), Repaired(40, of: 100));

        var change = Assert.Single(OutcomeChanges.Of(fast, slow), c => c.Figure == ChangedFigure.Repaired);

        Assert.True(change.IsMore);
        Assert.Equal((0.7, 0.4), (Math.Round(change.Now, 9), Math.Round(change.Before, 9)));
        // Without open episodes the error is the binomial one, on the scale log(-log): 0.1835 and 0.1337.
        Assert.Equal(4.155, change.Score, 0.001);
        Assert.Empty(OutcomeChanges.Of(fast, fast));
    }

    [Fact]
    public void The_three_largest_are_listed_the_largest_first_and_one_brokerage()
    {
        var changes = OutcomeChanges.Of(
            Broke(400) with
            {
                ByBrokerage = [Brokerage("a", 200), Brokerage("b", 150), Brokerage("c", 50)],
                Funnel = Funnel(400, 200, 100),
                Errors = [new(PortalError.WrongPassword, 80)],
            },
            Broke(300) with
            {
                ByBrokerage = [Brokerage("a", 30), Brokerage("b", 60), Brokerage("c", 210)],
                Funnel = Funnel(300, 250, 125),
                Errors = [new(PortalError.WrongPassword, 60)],
            }
        );

        Assert.Equal(
            [ChangedFigure.BrokerageBreaks, ChangedFigure.Step, ChangedFigure.Breaks],
            changes.Select(c => c.Figure)
        );
        Assert.Equal("a", changes[0].BrokerageId);
        Assert.False(changes[1].IsMore);
    }

    [Fact]
    public void An_error_is_a_share_of_the_breaks()
    {
        OutcomeFigures With(int errors) =>
            Broke(100) with
            {
                Errors = [new(PortalError.OtherAccount, errors)],
            };
        var change = Assert.Single(OutcomeChanges.Of(With(25), With(10)));
        Assert.Equal((PortalError.OtherAccount, 0.25, 0.1), (change.Error, change.Now, change.Before));
    }

    private static OutcomeFigures Broke(int episodes, int days = 30) =>
        new(Some.Noon.AddDays(-days), Some.Noon, Some.Noon) { Episodes = episodes };

    private static OutcomeFigures Contacted(int contacted, int of) =>
        Broke(10) with
        {
            Funnel = [new(OutcomeStep.Broke, of, null), new(OutcomeStep.Contacted, contacted, null)],
        };

    private static FunnelStep[] Funnel(int broke, int contacted, int opened) =>
        [
            new(OutcomeStep.Broke, broke, null),
            new(OutcomeStep.Contacted, contacted, null),
            new(OutcomeStep.Opened, opened, null),
        ];

    private static BrokerageOutcome Brokerage(string id, int episodes) =>
        new(id, episodes, 0, null, null, null);

    private static OutcomeFigures Repaired(int repaired, int of)
    {
        var began = Some.Noon.AddDays(-20);
        return OutcomeCalculation.Of(
            [
                .. Enumerable
                    .Range(0, of)
                    .Select(i =>
                        i < repaired
                            ? new EpisodeFacts("c", began, Hour, EpisodeOutcome.Repaired)
                            : new EpisodeFacts("c", began, 20 * CurveGrid.Day, Outcome: null)
                    ),
            ],
            Some.Noon.AddDays(-30),
            Some.Noon,
            Some.Noon
        );
    }
}
