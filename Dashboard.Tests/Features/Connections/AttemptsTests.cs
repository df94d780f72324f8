using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Features.Connections;

public sealed class AttemptsTests
{
    private static readonly string[] Types =
    [
        EventTypes.PortalStarted,
        EventTypes.ConnectionAttempted,
        EventTypes.PortalReturned,
        EventTypes.ConnectionFailed,
        EventTypes.ConnectionBroken,
        EventTypes.LinkOpened,
    ];

    [Fact]
    public void A_start_its_answers_and_the_way_back_are_one_attempt()
    {
        var (started, failed, loggedIn, returned) = (
            Row(EventTypes.PortalStarted, 0),
            Row(EventTypes.ConnectionAttempted, 40),
            Row(EventTypes.ConnectionAttempted, 90),
            Row(EventTypes.PortalReturned, 95)
        );
        var opened = Row(EventTypes.LinkOpened, -20);

        Assert.Equal(
            [
                [returned, loggedIn, failed, started],
                [opened],
            ],
            Group(returned, loggedIn, failed, started, opened)
        );
    }

    [Fact]
    public void A_new_start_a_break_and_a_long_pause_begin_another_attempt()
    {
        var (first, back) = (Row(EventTypes.PortalStarted, 0), Row(EventTypes.PortalReturned, 60));
        var second = Row(EventTypes.PortalStarted, 70);
        Assert.Equal(
            [
                [second],
                [back, first],
            ],
            Group(second, back, first)
        );

        var broke = Row(EventTypes.ConnectionBroken, 30);
        Assert.Equal(
            [
                [back],
                [broke],
                [first],
            ],
            Group(back, broke, first)
        );

        var late = Row(EventTypes.PortalReturned, Attempts.MaxPause.TotalSeconds + 1);
        Assert.Equal(
            [
                [late],
                [first],
            ],
            Group(late, first)
        );
    }

    [Fact]
    public void An_attempt_is_not_longer_than_a_visit()
    {
        var pause = TimeSpan.FromMinutes(20);
        var started = Row(EventTypes.PortalStarted, 0);
        List<EventRow> failed =
        [
            .. Enumerable
                .Range(1, 4)
                .Select(i => Row(EventTypes.ConnectionAttempted, i * pause.TotalSeconds)),
        ];
        Assert.Equal(
            [
                [failed[3], failed[2], failed[1], failed[0]],
                [started],
            ],
            Group(failed[3], failed[2], failed[1], failed[0], started)
        );
    }

    [Fact]
    public void Another_connections_answer_is_not_part_of_it()
    {
        var (started, other) = (
            Row(EventTypes.PortalStarted, 0),
            Row(EventTypes.PortalReturned, 9) with
            {
                ConnectionId = "other",
            }
        );
        Assert.Equal(
            [
                [other],
                [started],
            ],
            Group(other, started)
        );
    }

    [Fact]
    public void No_event_is_lost_and_the_order_is_kept() =>
        ForAll(rows => Assert.Equal(rows, Group(rows).SelectMany(group => group)));

    [Fact]
    public void An_attempt_has_one_start_at_most_and_no_break_within() =>
        ForAll(rows =>
        {
            foreach (var group in Group(rows).Where(group => group.Count > 1))
            {
                Assert.All(group.SkipLast(1), row => Assert.NotEqual(EventTypes.PortalStarted, row.Type));
                Assert.All(group, row => Assert.NotEqual(EventEffect.Broke, row.Effect));
                Assert.True(group[0].OccurredAt - group[^1].OccurredAt <= Attempts.MaxLength);
                Assert.All(
                    group.Zip(group.Skip(1)),
                    pair => Assert.True(pair.First.OccurredAt - pair.Second.OccurredAt <= Attempts.MaxPause)
                );
            }
        });

    [Fact]
    public void An_attempt_is_never_cut_where_a_page_ends() =>
        ForAll(rows =>
        {
            var whole = Group(rows);
            for (var limit = 1; limit <= rows.Length; limit++)
            {
                var page = Page(rows, limit);
                Assert.InRange(page.Length, limit, rows.Length);
                Assert.Equal([.. whole], [.. Group(page), .. Group(rows[page.Length..])]);
            }
        });

    // As the timeline reads it, three rows at a time.
    private static EventRow[] Page(EventRow[] rows, int limit)
    {
        var page = rows[..limit];
        while (page.Length < rows.Length && Attempts.MayBeCut(page))
        {
            var earlier = rows.Skip(page.Length).Take(3).ToArray();
            var rest = Attempts.RestOf(page, earlier);
            page = [.. page, .. rest];
            if (rest.Count < earlier.Length)
                break;
        }
        return page;
    }

    private static void ForAll(Action<EventRow[]> check) =>
        Prop.ForAll(
                (
                    from count in Gen.Choose(0, 25)
                    from steps in (
                        from type in Gen.Elements(Types)
                        from pause in Gen.Frequency((6, Gen.Choose(0, 300)), (1, Gen.Choose(1700, 1900)))
                        select (type, pause)
                    ).ArrayOf(count)
                    select steps
                ).ToArbitrary(),
                steps =>
                {
                    var second = 0.0;
                    List<EventRow> rows = [];
                    foreach (var (type, pause) in steps)
                        rows.Insert(0, Row(type, second += pause) with { Id = rows.Count });
                    check([.. rows]);
                }
            )
            .QuickCheckThrowOnFailure();

    private static IReadOnlyList<IReadOnlyList<EventRow>> Group(params EventRow[] newestFirst) =>
        newestFirst.ByAttempt(row => row);

    private static EventRow Row(string type, double second)
    {
        var at = Some.Noon.AddSeconds(second);
        return new EventRow(
            Id: (long)second,
            WebhookId: null,
            type,
            EventSource.Portal,
            ConnectionId: "c",
            IsInferred: false,
            UserId: "u",
            UserName: null,
            BrokerageId: null,
            BrokerageName: null,
            AttemptResult: null,
            at,
            at,
            type == EventTypes.ConnectionBroken ? EventEffect.Broke : EventEffect.None,
            Actor: null,
            LinkId: null,
            HasPayload: false
        );
    }
}
