using Dashboard.Data.Outcomes;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Time;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Outcomes.Reports;
using Dashboard.Tests.Features.Notices;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Outcomes;

/// <summary>The monthly report as the team gets it.</summary>
public sealed class MonthlyReportTests : IDisposable
{
    private static readonly DateTimeOffset Sent = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly NoticeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Several_nodes_send_it_once_a_month_and_a_restart_does_not_repeat_it()
    {
        await SwitchOnAsync();
        await Writer().WriteIfDueAsync(Token);
        Assert.Empty(await _host.NoticesAsync());

        _host.Time.SetUtcNow(Sent);
        await Task.WhenAll(Writer().WriteIfDueAsync(Token), Writer().WriteIfDueAsync(Token));
        await Writer().WriteIfDueAsync(Token);
        Assert.Equal(NoticeKind.MonthlyReport, Assert.Single(await _host.NoticesAsync()).Kind);

        _host.Time.SetUtcNow(Sent.AddMonths(1));
        await Writer().WriteIfDueAsync(Token);
        Assert.Equal(2, (await _host.NoticesAsync()).Count);
    }

    [Fact]
    public async Task It_is_not_sent_without_being_chosen()
    {
        await _host.SettingsAsync(s => s.Recipients = "ana@acme.example");
        _host.Time.SetUtcNow(Sent);
        await Writer().WriteIfDueAsync(Token);
        Assert.Empty(await _host.NoticesAsync());
    }

    [Fact]
    public async Task The_e_mail_has_the_figures_of_outcomes_as_text_and_as_HTML()
    {
        await _host.Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade <&>");
        // Twelve of November, eight of which were repaired; ten of October, one of which was.
        await BreakAsync("c", 12, day: 3, repaired: 8);
        await BreakAsync("o", 10, day: -10, repaired: 1);
        await SwitchOnAsync();
        _host.Time.SetUtcNow(Sent);
        await Writer().WriteIfDueAsync(Token);
        await _host.Sender().SendDueAsync(Token);

        var mail = Assert.Single(_host.Mail.Sent);
        Assert.Equal("[Connection health] November 2026: 12 breaks, half repaired within 2 h", mail.Subject);
        var figures = (await Reader().GetAsync(November, Token)).Now;
        Assert.Equal((12, 8, 7200), (figures.Episodes, figures.Repaired, figures.Times.MedianSeconds));
        Assert.Contains("4 of these are still broken, 4 of them never contacted.", mail.Text);
        Assert.Contains("Breaks: 12 (October: 10)", mail.Text);
        Assert.Contains("Repaired in 24 hours: 67 %", mail.Text);
        Assert.Contains("- Questrade <&>: 12 breaks, 4 still broken", mail.Text);
        Assert.Contains("Questrade &lt;&amp;&gt;: 12 breaks", mail.Html);
        Assert.Contains("https://dashboard.example/outcomes/report?month=2026-11", mail.Text);
        Assert.Contains("href=\"https://dashboard.example/outcomes/report?month=2026-11\"", mail.Html);
        Assert.Contains(
            "What changed most against October 2026\n- Repairs were faster, by the share repaired within a day: 67 %, after 10 % in October.",
            mail.Text.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task What_changed_is_told_in_sentences()
    {
        await BreakAsync("c", 40, day: 3, repaired: 38);
        await BreakAsync("o", 12, day: -10, repaired: 1);
        _host.Time.SetUtcNow(Sent);

        var report = await Months().ReadAsync(CalendarMonth.Read("2026-11")!.Value, TimeZoneInfo.Utc, Token);

        Assert.Contains("More connections broke: 1.3 a day, after 0.4 in October.", report.Changes);
        Assert.Contains(
            "Repairs were faster, by the share repaired within a day: 95 %, after 8 % in October.",
            report.Changes
        );
    }

    [Fact]
    public async Task The_month_before_is_compared_as_it_was_known_equally_long_after_its_end()
    {
        // Repaired on 2 November: not known when October was over for a day.
        await _host.Database.EventsAsync(
            Some.Added(-60_000, "o"),
            BrokeOn("o", -10),
            Some.Fixed(MinuteOf(2), "o")
        );
        _host.Time.SetUtcNow(Sent);

        var report = await Months().ReadAsync(CalendarMonth.Read("2026-11")!.Value, TimeZoneInfo.Utc, Token);
        Assert.Equal((1, 0), (report.Figures.Before.Open, report.Figures.Before.Repaired));
        _host.Time.SetUtcNow(Sent.AddDays(2));
        report = await Months().ReadAsync(CalendarMonth.Read("2026-11")!.Value, TimeZoneInfo.Utc, Token);
        Assert.Equal((0, 1), (report.Figures.Before.Open, report.Figures.Before.Repaired));
    }

    [Theory]
    [InlineData(0, 0, "None of these connections is still broken.")]
    [InlineData(1, 0, "1 of these is still broken.")]
    [InlineData(2, 1, "2 of these are still broken, 1 of them never contacted.")]
    public void What_is_left_is_told_without_naming_nobody(int open, int neverContacted, string expected)
    {
        var figures = new ReportFigures(5, 5 - open, open, neverContacted, 3600, 0.5, 0.8);
        var facts = new ReportFacts("2026-11", Some.Noon, figures, figures, [], []);
        Assert.Equal(expected, ReportMessage.Write(facts, new TeamClock("UTC"), "/report").Summary);
    }

    private static OutcomeRequest November =>
        MonthReader.RequestOf(CalendarMonth.Read("2026-11")!.Value, TimeZoneInfo.Utc);

    private Task SwitchOnAsync() =>
        _host.SettingsAsync(s =>
            (s.Recipients, s.SendsReport, s.LastReport) = (
                "ana@acme.example",
                true,
                NoticeRules.LastReportWhenSwitchedOn(s, Some.Noon)
            )
        );

    // Breaks at noon of a day of November, repaired after two hours.
    private async Task BreakAsync(string name, int count, int day, int repaired)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"{name}{i}";
            await _host.Database.EventsAsync(Some.Added(-60_000, id, $"u{id}"), BrokeOn(id, day, $"u{id}"));
            if (i < repaired)
                await _host.Database.EventsAsync(Some.Fixed(MinuteOf(day) + 120, id, $"u{id}"));
        }
    }

    private static Dashboard.Domain.Events.IncomingEvent BrokeOn(string id, int day, string user = "u") =>
        Some.Broken(MinuteOf(day), id, user);

    private static int MinuteOf(int day) => (day - Some.Noon.Day) * 24 * 60;

    private OutcomeReader Reader() =>
        new(
            new CohortReader(_host.Database),
            new KeptFigures(_host.Database),
            new OutcomeJobs(_host.Time),
            _host.Time
        );

    private MonthReader Months() => new(_host.Database, Reader(), _host.Time);

    private ReportWriter Writer() => new(_host.Database, Months(), _host.Time);
}
