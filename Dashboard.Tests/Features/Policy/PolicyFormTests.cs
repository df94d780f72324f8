using Dashboard.Domain.Emails;
using Dashboard.Emails.Policy;
using Dashboard.Features.Policy;
using Dashboard.Tests.Domain.Emails;

namespace Dashboard.Tests.Features.Policy;

public sealed class PolicyFormTests
{
    private static readonly SendingRules Defaults = SendingRules.Of(new EmailPolicy());

    [Fact]
    public void An_unchanged_form_returns_the_same_rules()
    {
        var read = PolicyForm.Of(Defaults).Read();
        Assert.Empty(read.Problems);
        Assert.Equal(Defaults.StepsText, read.Rules!.StepsText);
        Assert.Equal(Defaults with { Steps = read.Rules.Steps }, read.Rules);
    }

    [Theory]
    [InlineData(0, "0", SpanUnit.Minutes)]
    [InlineData(90, "90", SpanUnit.Minutes)]
    [InlineData(120, "2", SpanUnit.Hours)]
    [InlineData(2880, "2", SpanUnit.Days)]
    public void A_length_of_time_is_shown_in_its_largest_whole_unit(int minutes, string amount, SpanUnit unit)
    {
        var form = PolicyForm.Of(Defaults with { Grace = TimeSpan.FromMinutes(minutes) });
        Assert.Equal((amount, unit), (form.Grace, form.GraceUnit));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("999999")]
    public void Text_that_is_not_a_number_is_reported_by_field(string typed)
    {
        var form = PolicyForm.Of(Defaults);
        (form.Grace, form.Steps[1], form.MaxPerWeek) = (typed, typed, typed);
        var (rules, problems) = form.Read();
        Assert.Null(rules);
        Assert.Equal(
            [PolicyPart.Grace, PolicyPart.Steps, PolicyPart.MaxPerWeek],
            problems.Select(p => p.Part)
        );
        Assert.All(
            problems,
            p => Assert.Equal("Enter 0 or more, as a whole number of up to 5 digits.", p.Words)
        );
    }

    [Fact]
    public void Every_limit_is_reported_by_field()
    {
        var form = PolicyForm.Of(Defaults);
        (form.Grace, form.GraceUnit) = ("8", SpanUnit.Days);
        form.Steps[2] = "3";
        (form.QuietFrom, form.QuietTo) = ("08:30", "08:00");
        form.Days = SendingDays.None;
        form.MaxPerWeek = "8";
        (form.CoolDown, form.CoolDownUnit) = ("59", SpanUnit.Minutes);
        form.TimeZone = "Mars/Olympus";
        Assert.Equal(Enum.GetValues<PolicyPart>(), form.Read().Problems.Select(p => p.Part));
    }

    [Fact]
    public void Unticked_quiet_hours_are_off_and_empty_ones_are_invalid()
    {
        var form = PolicyForm.Of(Defaults);
        form.HasQuietHours = false;
        Assert.False(form.Read().Rules!.Window.HasQuietHours);
        (form.HasQuietHours, form.QuietTo) = (true, form.QuietFrom);
        Assert.Equal(PolicyPart.QuietHours, Assert.Single(form.Read().Problems).Part);
    }

    [Fact]
    public void An_added_message_follows_the_last()
    {
        var form = PolicyForm.Of(Defaults);
        form.AddStep();
        form.AddStep();
        Assert.Equal("0,3,7,10,15", form.Read().Rules!.StepsText);
    }

    [Fact]
    public void The_rules_are_described_in_a_sentence() =>
        Assert.Equal(
            "At the earliest 1 hour after a break, again 3 and 7 days later if it is still broken, on weekdays "
                + "between 08:00 and 20:00 in the customer’s time zone, never more than twice in 7 days and not "
                + "within 1 day of another e-mail.",
            PolicyWords.Of(Defaults)
        );

    [Fact]
    public void Each_rule_changes_the_sentence() =>
        Assert.Equal(
            "As soon as a connection breaks, once, on Mondays and Tuesdays at any hour, never more than 3 times in "
                + "7 days and not within 90 minutes of another e-mail.",
            PolicyWords.Of(
                SomeRules.AtAnyHour with
                {
                    Grace = TimeSpan.Zero,
                    Steps = [0],
                    Window = new(default, default, SendingDays.Monday | SendingDays.Tuesday),
                    MaxPerWeek = 3,
                    CoolDown = TimeSpan.FromMinutes(90),
                }
            )
        );
}
