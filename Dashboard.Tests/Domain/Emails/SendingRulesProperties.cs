using Dashboard.Domain.Emails;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Domain.Emails;

/// <summary>What holds for any rules and any customer. Hours rather than ticks, so that times often meet.</summary>
public sealed class SendingRulesProperties
{
    private static readonly DateTimeOffset Start = Some.Noon;

    private static readonly Gen<SendingRules> Rules =
        from grace in Gen.Choose(0, 48)
        from steps in Gen.Choose(0, 12).ArrayOf()
        from quietFrom in Gen.Choose(0, 23)
        from quietTo in Gen.Choose(0, 23)
        from days in Gen.Choose(1, 127)
        from most in Gen.Choose(1, 4)
        from coolDown in Gen.Choose(1, 80)
        select new SendingRules
        {
            Grace = TimeSpan.FromHours(grace),
            Steps = [.. steps.Append(0).Distinct().Order()],
            Window = new SendingWindow(new(quietFrom, 0), new(quietTo, 0), (SendingDays)days),
            MaxPerWeek = most,
            CoolDown = TimeSpan.FromHours(coolDown),
            TimeZone = "Etc/UTC",
        };

    private static readonly Gen<BrokenConnection> Breaks =
        from hour in Gen.Choose(-100, 400)
        from flag in Gen.Choose(0, 9)
        select new BrokenConnection("c", "b", "B", Start.AddHours(hour), flag == 0, flag == 1, flag == 2);

    private static readonly Arbitrary<Case> Cases = (
        from rules in Rules
        from broken in Breaks.ArrayOf()
        from mails in Gen.Choose(-300, 300).ArrayOf()
        from zone in Gen.Elements("Etc/UTC", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata")
        from hour in Gen.Choose(-200, 600)
        select new Case(
            rules,
            broken,
            [.. mails.Distinct().OrderDescending().Select(h => Start.AddHours(h))],
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            Start.AddHours(hour)
        )
    ).ToArbitrary();

    [Fact]
    public void Nothing_is_sent_in_quiet_hours_or_on_other_days() =>
        HoldForEach((c, sent, _) => Assert.True(c.Rules.Window.IsOpen(sent, c.Zone)));

    [Fact]
    public void Nothing_is_sent_within_the_cool_down() =>
        HoldForEach((c, sent, mails) => Assert.DoesNotContain(mails, m => sent - m < c.Rules.CoolDown));

    [Fact]
    public void The_weekly_limit_is_never_exceeded() =>
        HoldForEach(
            (c, sent, mails) =>
                Assert.True(mails.Count(m => sent - m < TimeSpan.FromDays(7)) < c.Rules.MaxPerWeek)
        );

    [Fact]
    public void Nothing_is_sent_before_the_grace_period_is_over() =>
        HoldForEach((c, sent, _) => Assert.Contains(Counting(c), b => b.Since + c.Rules.Grace <= sent));

    [Fact]
    public void Each_message_completes_a_new_step() =>
        HoldForEach(
            (c, sent, mails) => Assert.Contains(Dues(c), due => due <= sent && !mails.Exists(m => m >= due))
        );

    [Fact]
    public void There_is_at_most_one_message_per_step() =>
        Hold(c => Assert.True(Sent(c).Count <= Dues(c).Count()));

    [Fact]
    public void In_the_end_every_step_is_complete() =>
        Hold(c =>
        {
            var mails = Sent(c).Concat(c.Mails).ToList();
            Assert.All(Dues(c), due => Assert.Contains(mails, m => m >= due));
        });

    [Fact]
    public void A_later_evaluation_never_returns_an_earlier_time() =>
        Hold(c =>
        {
            var (early, late) = (Next(c, c.Mails, c.From), Next(c, c.Mails, c.From.AddHours(7)));
            Assert.Equal(early is null, late is null);
            Assert.False(late < early);
            Assert.False(early < c.From);
        });

    [Fact]
    public void An_evaluation_at_the_returned_time_returns_that_time() =>
        Hold(c =>
        {
            if (Next(c, c.Mails, c.From) is { } next)
                Assert.Equal(next, Next(c, c.Mails, next));
        });

    private static void Hold(Action<Case> check) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Cases, check));

    /// <summary>Sends as often as it is due, if nothing is ever repaired; checks each with the messages before.</summary>
    private static void HoldForEach(Action<Case, DateTimeOffset, List<DateTimeOffset>> check) =>
        Hold(c => Sent(c, check));

    private static List<DateTimeOffset> Sent(
        Case c,
        Action<Case, DateTimeOffset, List<DateTimeOffset>>? check = null
    )
    {
        // Messages after the moment that is asked about are not there yet.
        var mails = c.Mails.Where(m => m <= c.From).ToList();
        var sent = new List<DateTimeOffset>();
        var at = c.From;
        while (Next(c, mails, at) is { } next)
        {
            check?.Invoke(c, next, mails);
            mails.Insert(0, next);
            sent.Add(next);
            at = next;
            Assert.True(sent.Count < 1000, "it never ends");
        }
        return sent;
    }

    // Each message lists everything that is not put off.
    private static DateTimeOffset? Next(Case c, IReadOnlyList<DateTimeOffset> mails, DateTimeOffset from) =>
        c.Rules.NextSend(
            [.. c.Broken.Select(b => b with { LastMailAt = mails.Count > 0 ? mails[0] : null })],
            mails,
            c.Zone,
            Start,
            from
        );

    private static IEnumerable<BrokenConnection> Counting(Case c) =>
        c.Broken.Where(b => b.Since >= Start && !b.IsHeld && !b.InMaintenance && !b.IsSnoozed);

    private static IEnumerable<DateTimeOffset> Dues(Case c) =>
        Counting(c).SelectMany(b => c.Rules.Steps.Select(s => c.Rules.DueAt(b.Since, s)));

    private sealed record Case(
        SendingRules Rules,
        BrokenConnection[] Broken,
        IReadOnlyList<DateTimeOffset> Mails,
        TimeZoneInfo Zone,
        DateTimeOffset From
    );
}
