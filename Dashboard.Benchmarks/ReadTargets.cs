using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Data.Reading;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Emails;
using Dashboard.Features.Connections;
using Dashboard.Features.History;
using Dashboard.Features.Outbox;
using Dashboard.Features.Team.Audit;
using Dashboard.Features.Users.List;

namespace Dashboard.Benchmarks;

/// <summary>A read to measure: a name and its path in one database.</summary>
internal sealed record ReadTarget(string Name, string Path);

/// <summary>Every screen with the filters it offers, and the lists of the API with cursors from deep inside.</summary>
internal static class ReadTargets
{
    private static readonly IReadOnlyList<string> Plain =
    [
        "/",
        "/outcomes",
        "/outcomes?days=7",
        "/outcomes?days=90",
        "/incidents",
        "/reconciliation",
        EmailPaths.Batches,
        EmailPaths.Policy,
        EmailPaths.Wording,
        EmailPaths.Suppressed,
        UserAddress.Imports,
        AuditView.Path,
        "/team",
        "/team/keys",
    ];

    // Some, several words, many, and in vain.
    private static readonly IReadOnlyList<string> Searches = ["olivia", "olivia smith", "c", "zzqq"];

    public static IReadOnlyList<ReadTarget> Of(ReadSamples samples) =>
        [
            .. Plain.Select(path => new ReadTarget(path, path)),
            .. Connections(samples),
            .. Users(samples),
            .. History(samples),
            .. Emails(samples),
            .. Api(samples),
        ];

    private static IEnumerable<ReadTarget> Connections(ReadSamples samples)
    {
        foreach (var health in Enum.GetValues<HealthView>())
            yield return List($"health {health}", ConnectionsView.Default with { Chosen = health });
        foreach (var health in (HealthView[])[HealthView.Disabled, HealthView.Healthy, HealthView.All])
            yield return List(
                $"brokerage, {health}",
                new ConnectionsView(health, samples.Brokerage, null, null)
            );
        yield return List("days", ConnectionsView.Default with { Days = 7 });
        yield return List("mine", ConnectionsView.Default with { Mine = true });
        yield return List("snoozed only", ConnectionsView.Default with { Snoozed = SnoozeView.Only });
        yield return List("snoozed hidden", ConnectionsView.Default with { Snoozed = SnoozeView.Hidden });
        foreach (var search in Searches)
            yield return List($"search {search}", ConnectionsView.Default with { Search = search });
        yield return List("duplicates", ConnectionsView.Default with { Duplicates = true });
        yield return new("connection, broken", ConnectionAddress.Of(samples.Broken.Id));
        yield return new("connection, healthy", ConnectionAddress.Of(samples.Healthy.Id));

        static ReadTarget List(string name, ConnectionsView view) =>
            new($"connections, {name}", view.ToUri());
    }

    private static IEnumerable<ReadTarget> Users(ReadSamples samples)
    {
        foreach (var kind in Enum.GetValues<UserKind>())
            yield return new($"users, {kind}", new UsersView(kind, null).ToUri());
        foreach (var search in Searches)
            yield return new($"users, search {search}", new UsersView(UserKind.All, search).ToUri());
        yield return new("user", UserAddress.Of(samples.Broken.UserId));
    }

    private static IEnumerable<ReadTarget> History(ReadSamples samples)
    {
        var all = HistoryView.Default;
        var day = DateOnly.FromDateTime(samples.Event.OccurredAt.UtcDateTime);
        yield return List("all", all);
        foreach (var type in EventTypes.All)
            yield return List(type, all with { Type = type });
        foreach (var source in Enum.GetValues<EventSource>())
        {
            yield return List($"source {source}", all with { Source = source });
            yield return List(
                $"breaks from {source}",
                all with
                {
                    Source = source,
                    Type = EventTypes.ConnectionBroken,
                }
            );
            yield return List(
                $"sent from {source}",
                all with
                {
                    Source = source,
                    Type = EventTypes.EmailSent,
                }
            );
        }
        yield return List("user", all with { User = samples.Broken.UserId });
        yield return List("connection", all with { Connection = samples.Broken.Id });
        yield return List("one day", all with { From = day, To = day });
        yield return List(
            "one day, breaks",
            all with
            {
                From = day,
                To = day,
                Type = EventTypes.ConnectionBroken,
            }
        );
        yield return List("until a day", all with { To = day });
        yield return List("search for one", all with { Search = samples.UserName });
        yield return List("search for some", all with { Search = "ann" });
        yield return List("search for all", all with { Search = "example" });
        yield return List("search without matches", all with { Search = "qqzzqqzz" });
        yield return List(
            "search for some, breaks",
            all with
            {
                Search = "ann",
                Type = EventTypes.ConnectionBroken,
            }
        );
        yield return List("search for some, one day", all with { Search = "ann", From = day, To = day });

        static ReadTarget List(string name, HistoryView view) => new($"history, {name}", view.ToUri());
    }

    private static IEnumerable<ReadTarget> Emails(ReadSamples samples)
    {
        foreach (var kind in Enum.GetValues<OutboxKind>())
            yield return new($"outbox, {kind}", new OutboxView(kind, null, null).ToUri());
        foreach (var trigger in Enum.GetValues<EmailTrigger>())
            yield return new($"outbox, {trigger}", new OutboxView(OutboxKind.All, trigger, null).ToUri());
        foreach (var search in Searches)
            yield return new(
                $"outbox, search {search}",
                new OutboxView(OutboxKind.All, null, search).ToUri()
            );
        if (samples.Email is { } email)
            yield return new("e-mail", $"{EmailPaths.Outbox}/{email}");
        if (samples.Batch is { } batch)
            yield return new("batch", $"{EmailPaths.Batches}/{batch}");
    }

    private static IEnumerable<ReadTarget> Api(ReadSamples samples)
    {
        const string Connections = "/api/v1/connections";
        const string Events = "/api/v1/events";
        var broken = Cursor.Encode(samples.BrokenPlace);
        var healthy = Cursor.Encode(samples.HealthyPlace);
        var place = new EventPosition(samples.Event.OccurredAt, samples.Event.Id);
        var deep = Cursor.Encode(place);
        var user = Uri.EscapeDataString(samples.Broken.UserId);
        yield return Page("summary", "/api/v1/summary");
        yield return Page("connections", Connections);
        yield return Page("connections, deep", $"{Connections}?cursor={healthy}&limit=200");
        yield return Page("connections, disabled, deep", $"{Connections}?health=Disabled&cursor={broken}");
        yield return Page("connections, healthy, deep", $"{Connections}?health=Healthy&cursor={healthy}");
        yield return Page(
            "connections, two healths, deep",
            $"{Connections}?health=Disabled,Healthy&cursor={broken}"
        );
        yield return Page(
            "connections, brokerage, deep",
            $"{Connections}?brokerage={Uri.EscapeDataString(samples.Brokerage)}&cursor={healthy}"
        );
        foreach (var search in Searches)
            yield return Page(
                $"connections, search {search}",
                $"{Connections}?q={Uri.EscapeDataString(search)}"
            );
        yield return Page("connections, user", $"{Connections}?userId={user}");
        yield return Page("connection", $"{Connections}/{samples.Broken.Id}");
        yield return Page("user", $"/api/v1/users/{user}");
        yield return Page("outcomes", "/api/v1/outcomes");
        yield return Page("events", Events);
        yield return Page("events, deep", $"{Events}?cursor={deep}&limit=200");
        yield return Page("events, type, deep", $"{Events}?type=CONNECTION_BROKEN&cursor={deep}");
        yield return Page(
            "events, three types",
            $"{Events}?type=CONNECTION_BROKEN,CONNECTION_FIXED,USER_DELETED&cursor={deep}"
        );
        yield return Page("events, rare types", $"{Events}?type=USER_DELETED,CONNECTION_DRILL_ASKED");
        yield return Page("events, user", $"{Events}?userId={user}");
        yield return Page("events, connection", $"{Events}?connectionId={samples.Broken.Id}");
        yield return Page(
            "events, from and to",
            $"{Events}?from={Utc(place.OccurredAt.AddDays(-2))}&to={Utc(place.OccurredAt)}&type=CONNECTION_FIXED"
        );

        static ReadTarget Page(string name, string path) => new($"API {name}", path);
        static string Utc(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
    }
}
