using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Features.Batches;
using Dashboard.Features.BlockedAddresses;
using Dashboard.Features.History;
using Dashboard.Features.Outbox;
using Dashboard.Features.Team.Audit;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Features.Sending;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features;

/// <summary>
/// The orders that lists offer: pages of any size hold each row once and in the order, also where rows have the same time,
/// and an index has that order.
/// </summary>
public sealed class ListOrderTests : DatabaseContext
{
    private static readonly TimePosition Place = new(Some.Noon, "x");
    private readonly Random _random = new(13);

    public static TheoryData<OutboxSort> OutboxSorts => new(Enum.GetValues<OutboxSort>());
    public static TheoryData<TimeOrder> TimeOrders => new(Enum.GetValues<TimeOrder>());
    public static TheoryData<SuppressedSort> SuppressedSorts => new(Enum.GetValues<SuppressedSort>());

    [Theory]
    [MemberData(nameof(OutboxSorts))]
    public async Task E_mails_are_paged_in_each_order(OutboxSort sort)
    {
        for (var i = 0; i < 24; i++)
        {
            var state = Any<EmailState>();
            // A user has one that waits at most.
            var user = state is EmailState.Queued or EmailState.Sending
                ? $"waits-{i}"
                : $"u{_random.Next(5)}";
            await Database.EmailOfAsync(user, state, AnyTime());
        }
        await using var db = Database.CreateDbContext();
        var emails = await db.Emails.AsNoTracking().ToListAsync(Token);
        var byTime = emails.OrderBy(e => e.CreatedAt).ThenBy(e => e.Id, StringComparer.Ordinal);
        IEnumerable<Email> expected = sort switch
        {
            OutboxSort.Oldest => byTime,
            OutboxSort.User => byTime.OrderBy(e => e.UserId, StringComparer.Ordinal),
            _ => byTime.Reverse(),
        };
        var queries = new OutboxQueries(Database, Manager, TimeProvider.System);
        var view = OutboxView.Default with { Sort = sort };

        await AssertPagedAsync<OutboxRow, OutboxPosition>(
            [.. expected.Select(e => e.Id)],
            (after, limit, token) => queries.PageAsync(view, after, limit, token),
            row => row.Id
        );
    }

    [Theory]
    [MemberData(nameof(TimeOrders))]
    public async Task Events_are_paged_in_both_directions(TimeOrder order)
    {
        await Database.EventsAsync([
            .. Enumerable.Range(0, 24).Select(i => Some.Broken(_random.Next(5), $"c{i}", $"u{i}")),
        ]);
        await using var db = Database.CreateDbContext();
        var events = await db.Events.AsNoTracking().ToListAsync(Token);
        var byTime = events.OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Select(e => e.Id.ToString());
        var queries = new HistoryQueries(Database, Manager);
        var filter = new HistoryFilter { Order = order };

        await AssertPagedAsync<EventRow, EventPosition>(
            [.. order == TimeOrder.Oldest ? byTime : byTime.Reverse()],
            (after, limit, token) => queries.PageAsync(filter, after, limit, token),
            row => row.Id.ToString()
        );
    }

    [Theory]
    [MemberData(nameof(TimeOrders))]
    public async Task Batches_are_paged_in_both_directions(TimeOrder order)
    {
        for (var i = 0; i < 12; i++)
            await Database.BatchAsync($"b{i:00}", AnyTime());
        await using var db = Database.CreateDbContext();
        var batches = await db.EmailBatches.AsNoTracking().ToListAsync(Token);
        var byTime = batches
            .OrderBy(b => b.CreatedAt)
            .ThenBy(b => b.Id, StringComparer.Ordinal)
            .Select(b => b.Id);
        var queries = new BatchQueries(Database, Manager);

        await AssertPagedAsync<BatchRow, TimePosition>(
            [.. order == TimeOrder.Oldest ? byTime : byTime.Reverse()],
            (after, limit, token) => queries.PageAsync(order, after, limit, token),
            row => row.Batch.Id
        );
    }

    [Theory]
    [MemberData(nameof(TimeOrders))]
    public async Task Entries_of_the_audit_trail_are_paged_in_both_directions(TimeOrder order)
    {
        await Database.AuditAsync([.. Enumerable.Range(0, 12).Select(_ => AuditTrail.Entry(at: AnyTime()))]);
        var numbers = Enumerable.Range(1, 12).Select(n => n.ToString());
        var queries = new AuditQueries(Database, Manager);
        var filter = new AuditFilter { Order = order };

        await AssertPagedAsync<AuditEntry, AuditPosition>(
            [.. order == TimeOrder.Oldest ? numbers : numbers.Reverse()],
            (after, limit, token) => queries.PageAsync(filter, after, limit, token),
            entry => entry.Number.ToString()
        );
    }

    [Theory]
    [MemberData(nameof(SuppressedSorts))]
    public async Task Blocked_addresses_are_paged_in_each_order(SuppressedSort sort)
    {
        await using var db = Database.CreateDbContext();
        for (var i = 0; i < 12; i++)
        {
            var blocked = new Suppression { Address = $"a{(i * 7) % 12:00}@example.com" };
            blocked.Begin(SuppressionReason.ByHand, detail: null, emailId: null, AnyTime());
            db.Add(blocked);
        }
        await db.SaveChangesAsync(Token);
        var byTime = (await db.Suppressions.ToListAsync(Token))
            .OrderBy(s => s.Since)
            .ThenBy(s => s.Address, StringComparer.Ordinal)
            .Select(s => s.Address);
        var view = new SuppressedView(Start: null, sort);

        await AssertPagedAsync<Suppression, TimePosition>(
            [
                .. sort switch
                {
                    SuppressedSort.Oldest => byTime,
                    SuppressedSort.Address => byTime.Order(StringComparer.Ordinal),
                    _ => byTime.Reverse(),
                },
            ],
            (after, limit, token) =>
                SuppressedAddresses
                    .Compose(db, view, after)
                    .ToPageAsync(limit, s => new TimePosition(s.Since, s.Address), token),
            row => row.Address
        );
    }

    [Theory]
    [InlineData(OutboxSort.Oldest, OutboxKind.All, "IX_Emails_CreatedAt_Id (CreatedAt>?)")]
    [InlineData(
        OutboxSort.Oldest,
        OutboxKind.Failed,
        "IX_Emails_State_CreatedAt_Id (State=? AND CreatedAt>?)"
    )]
    [InlineData(OutboxSort.Oldest, OutboxKind.Bounced, "IX_Emails_Bounced (CreatedAt>?)")]
    [InlineData(OutboxSort.User, OutboxKind.All, "IX_Emails_UserId_CreatedAt (UserId>?)")]
    public async Task E_mails_are_read_from_an_index(OutboxSort sort, OutboxKind kind, string index)
    {
        var view = new OutboxView(kind, Trigger: null, Search: null) { Sort = sort };
        var after = new OutboxPosition(Place, "u");
        await AssertReadsAsync(
            db => OutboxSearch.Rows(db, OutboxSearch.Compose(db, view, after, found: null)),
            index
        );
    }

    [Fact]
    public async Task Batches_and_blocked_addresses_are_read_from_an_index()
    {
        await AssertReadsAsync(
            db => BatchQueries.Compose(db, TimeOrder.Oldest, Place),
            "IX_EmailBatches_CreatedAt (CreatedAt>?)"
        );
        await AssertReadsAsync(
            db => SuppressedAddresses.Compose(db, new(Start: null, SuppressedSort.Oldest), Place),
            "IX_Suppressions_Since_Address (Since>?)"
        );
        await AssertReadsAsync(
            db => SuppressedAddresses.Compose(db, new(Start: null, SuppressedSort.Address), Place),
            "sqlite_autoindex_Suppressions_1 (Address>?)"
        );
    }

    [Fact]
    public async Task The_audit_trail_is_read_from_an_index()
    {
        var filter = new AuditFilter { Order = TimeOrder.Oldest };
        await AssertReadsAsync(filter, "IX_AuditEntries_Number (Number>?)");
        await AssertReadsAsync(filter with { To = Some.Noon }, "IX_AuditEntries_Number (Number>?)");
        await AssertReadsAsync(
            filter with
            {
                ActorId = "id-1",
            },
            "IX_AuditEntries_ActorId_Number (ActorId=? AND Number>?)"
        );
        await AssertReadsAsync(
            filter with
            {
                Action = AuditActions.SignIn,
            },
            "IX_AuditEntries_Action_Number (Action=? AND Number>?)"
        );
        await AssertReadsAsync(
            filter with
            {
                Subject = "operator:id-1",
            },
            "IX_AuditEntries_Subject_Number (Subject=? AND Number>?)"
        );
    }

    [Fact]
    public void Orders_without_an_index_are_not_offered()
    {
        Assert.Equal(
            (OutboxSort.User, OutboxSort.Newest, OutboxSort.Newest),
            (
                OutboxView.Read(null, null, null, null, "user").Order,
                OutboxView.Read("failed", null, null, null, "user").Order,
                OutboxView.Read(null, null, "zoe", null, "oldest").Order
            )
        );
        Assert.Equal(OutboxSort.Oldest, OutboxView.Read("failed", "api", null, null, "oldest").Order);

        var history = HistoryView.Default with { Sort = TimeOrder.Oldest };
        Assert.Equal(TimeOrder.Oldest, (history with { User = "zoe", Type = "X" }).Order);
        Assert.Equal(TimeOrder.Newest, (history with { Search = "zoe" }).Order);
        Assert.Equal(TimeOrder.Newest, (history with { Brokerage = "QUESTRADE" }).Order);
        Assert.False(history.IsNarrowed);

        Assert.Equal(TimeOrder.Oldest, Audit(from: null).Order);
        Assert.Equal(TimeOrder.Newest, Audit(from: "2026-11-21").Order);

        static AuditView Audit(string? from) =>
            AuditView.Read(null, null, null, null, from, to: "2026-11-22", sort: "oldest");
    }

    private static CurrentOperator Manager => ActorScope.Of(Role.Manager);

    private T Any<T>()
        where T : struct, Enum => _random.GetItems(Enum.GetValues<T>(), 1)[0];

    private DateTimeOffset AnyTime() => Some.Noon.AddMinutes(_random.Next(5));

    private static async Task AssertPagedAsync<TRow, TPosition>(
        IReadOnlyList<string> expected,
        Func<TPosition?, int, CancellationToken, Task<Page<TRow, TPosition>>> read,
        Func<TRow, string> idOf
    )
        where TPosition : class
    {
        foreach (var limit in (int[])[1, 2, 5, expected.Count, expected.Count + 1])
        {
            var rows = Pages.AllAsync<TRow, TPosition>((after, token) => read(after, limit, token), Token);
            Assert.Equal(expected, await rows.Select(idOf).ToListAsync(Token));
        }
    }

    private Task AssertReadsAsync(AuditFilter filter, string index) =>
        AssertReadsAsync(db => AuditQueries.Compose(db, filter, new AuditPosition(5)), index);

    // Rows of one time are sorted among themselves where the id is not in the index.
    private async Task AssertReadsAsync<T>(Func<DashboardDbContext, IQueryable<T>> compose, string index)
    {
        await using var db = Database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(db, compose(db).Take(51));
        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
        using var server = SqlServer();
        AssertValid(compose(server).Take(51).ToQueryString());
    }
}
