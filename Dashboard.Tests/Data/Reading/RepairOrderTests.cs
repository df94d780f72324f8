using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data.Reading;

public sealed class RepairOrderTests
{
    private const string Repair = "repair";
    private const string Login = "login";
    private const string Return = "return";
    private const string Break = "break";

    [Fact]
    public void A_repair_stands_above_its_login_and_above_the_way_back()
    {
        Assert.Equal(
            [Repair, Return, Login, Break],
            Ordered((Return, 5), (Login, 0), (Repair, 0), (Break, -600))
        );
        Assert.Equal([Repair, Login], Ordered((Repair, 1), (Login, 0)));
    }

    [Fact]
    public void A_login_after_the_repair_or_after_another_break_stays_above()
    {
        Assert.Equal([Login, Repair], Ordered((Login, 121), (Repair, 0)));
        Assert.Equal([Login, Break, Repair], Ordered((Login, 3), (Break, 2), (Repair, 0)));
    }

    [Fact]
    public void Another_connections_login_and_a_failed_one_stay_where_they_are()
    {
        Assert.Equal([Login, Repair], Ordered(Row(Login, 0, connectionId: "other"), Row(Repair, 0)));
        Assert.Equal([Login, Repair], Ordered(Row(Login, 0, result: "1022"), Row(Repair, 0)));
    }

    [Fact]
    public void With_the_oldest_first_it_stands_below()
    {
        EventRow[] oldestFirst = [Row(Break, -600), Row(Repair, 0), Row(Login, 0), Row(Return, 5)];

        var ordered = oldestFirst.RepairsAfterLogins(TimeOrder.Oldest, row => row);

        Assert.Equal([Break, Login, Return, Repair], ordered.Select(row => row.Actor));
    }

    private static IEnumerable<string?> Ordered(params (string Name, int Second)[] newestFirst) =>
        Ordered([.. newestFirst.Select(row => Row(row.Name, row.Second))]);

    private static IEnumerable<string?> Ordered(params EventRow[] newestFirst) =>
        newestFirst.RepairsAboveLogins(row => row).Select(row => row.Actor);

    private static EventRow Row(
        string name,
        int second,
        string connectionId = "c",
        string result = EventTypes.AttemptSuccess
    )
    {
        var at = Some.Noon.AddSeconds(second);
        var (type, effect) = name switch
        {
            Repair => (EventTypes.ConnectionFixed, EventEffect.Repaired),
            Break => (EventTypes.ConnectionBroken, EventEffect.Broke),
            Return => (EventTypes.PortalReturned, EventEffect.None),
            _ => (EventTypes.ConnectionAttempted, EventEffect.None),
        };
        return new EventRow(
            Id: 1,
            WebhookId: null,
            type,
            EventSource.Webhook,
            connectionId,
            IsInferred: false,
            UserId: "u",
            UserName: null,
            BrokerageId: null,
            BrokerageName: null,
            name is Login or Return ? result : null,
            at,
            at,
            effect,
            Actor: name,
            LinkId: null,
            HasPayload: false
        );
    }
}
