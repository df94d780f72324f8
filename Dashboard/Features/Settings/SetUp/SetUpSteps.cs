using Dashboard.Domain.Deliveries;
using Dashboard.Features.Settings.Health;
using Dashboard.Text;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>The steps of the set-up, in the order of the screen.</summary>
public enum SetUpTopic
{
    SnapTrade,
    Webhooks,
    Users,
    Email,
    Company,
    Address,
    Admins,
}

/// <summary>A step of the set-up as it stands.</summary>
/// <param name="Standing"><see cref="Standing.Working"/>: done; <see cref="Standing.Unknown"/>: still to do or to wait for.</param>
/// <param name="Text">The figures, or what to do.</param>
public sealed record SetUpStep(SetUpTopic Topic, Standing Standing, string Title, string Text)
{
    public bool IsDone => Standing == Standing.Working;
}

/// <summary>Judges the steps of the set-up. Pure.</summary>
public static class SetUpSteps
{
    private const int Admins = 2;

    public static IReadOnlyList<SetUpStep> Of(SetUpFacts facts) =>
        [
            SnapTrade(facts),
            Webhooks(facts),
            Users(facts),
            MailStep.Sending(facts),
            MailStep.Names(facts),
            AddressStep.Of(facts),
            Team(facts),
        ];

    private static SetUpStep SnapTrade(SetUpFacts facts)
    {
        SetUpStep Step(Standing standing, string title, string text) =>
            new(SetUpTopic.SnapTrade, standing, title, text);
        if (facts.SnapTrade is not { } last)
            return Step(
                Standing.Unknown,
                "SnapTrade was not asked yet",
                "The first check runs when the server starts."
            );
        if (last.Trouble is { } trouble)
            return Step(
                Standing.Failing,
                "SnapTrade does not answer with your keys",
                SnapTradeWords.Trouble(trouble)
            );
        var answer =
            $"Client {Bidi.Isolate(facts.ClientId)}, {(last.Limit > 0 ? $"{Counts.Number(last.Limit)} requests a minute, " : "")}{last.Latency.TotalMilliseconds:0} ms.";
        return last.Ahead.Duration() > HealthRules.MaxClockDifference
            ? Step(
                Standing.Attention,
                "SnapTrade answers, but the clocks differ",
                $"{SnapTradeWords.Clock(last.Ahead)} {answer}"
            )
            : Step(Standing.Working, "SnapTrade answers with your keys", answer);
    }

    private static SetUpStep Webhooks(SetUpFacts facts)
    {
        SetUpStep Step(Standing standing, string title, string text) =>
            new(SetUpTopic.Webhooks, standing, title, text);
        if (facts.Deliveries is not { } now)
            return Step(Standing.Unknown, "Webhooks", "Not read yet.");
        if (now.Unanswered is { } refused)
            return Step(
                Standing.Failing,
                $"Webhooks arrive, but {Lower(DeliveryText.Wrong(refused.Fault, refused.Detail))}",
                DeliveryText.ToDo(refused.Fault)
            );
        if (now.LastAcceptedAt is not null)
            return Step(
                now.Alarms.Any(a => a.Kind == WebhookAlarmKind.Silent) ? Standing.Failing : Standing.Working,
                now.Alarms.Any(a => a.Kind == WebhookAlarmKind.Silent)
                    ? "Webhooks arrived, but none does any more"
                    : "Webhooks arrive",
                $"{Counts.Of(now.Accepted, "delivery", "deliveries")} accepted in 24 hours."
            );
        return Step(
            Standing.Unknown,
            "Waiting for the first webhook",
            now.Refused == 0
                ? "Enter this address as the webhook address in SnapTrade’s dashboard."
                : "Something was refused, but nothing shows that SnapTrade sent it. Enter this address as the webhook address in SnapTrade’s dashboard."
        );
    }

    private static SetUpStep Users(SetUpFacts facts)
    {
        SetUpStep Step(Standing standing, string title, string text) =>
            new(SetUpTopic.Users, standing, title, text);
        if (facts.Users is not { } users)
            return Step(Standing.Unknown, "Users", "Not read yet.");
        if (users.Working == 0)
            return Step(
                Standing.Unknown,
                "No user has a working secret yet",
                users.Total == 0
                    ? "Reconnect links need each user’s secret. Import a file, or let your app send them."
                    : $"{Counts.Of(users.Total, "user")} came by webhook, without a secret. Import a file, or let your app send them."
            );
        var text =
            $"{Counts.Number(users.Working)} of {Counts.Of(users.Total, "user")} have a working secret.{Rest(users)}";
        return users.Working * 10 >= users.Total * 9
            ? Step(Standing.Working, "Users are known", text)
            : Step(Standing.Attention, "Many users have no working secret", text);
    }

    private static string Rest(UserFacts users)
    {
        var none = users.WithoutSecret > 0 ? $" {Counts.Number(users.WithoutSecret)} have none." : "";
        return users.Refused > 0 ? $"{none} SnapTrade refuses {Counts.Number(users.Refused)}." : none;
    }

    private static SetUpStep Team(SetUpFacts facts)
    {
        SetUpStep Step(Standing standing, string title, string text) =>
            new(SetUpTopic.Admins, standing, title, text);
        return facts.Admins switch
        {
            null => Step(Standing.Unknown, "Admins", "Not read yet."),
            { Count: < Admins } => Step(
                Standing.Unknown,
                "Only one admin can sign in",
                "Invite a second one, so that a lost device or a holiday locks nobody out."
            ),
            { HasSingleSignOn: false } admins when admins.Protected < admins.Count => Step(
                Standing.Attention,
                "Not every admin has a second factor",
                $"{Counts.Number(admins.Protected)} of {Counts.Number(admins.Count)} admins have an authenticator app or a passkey."
            ),
            { Count: var count } admins => Step(
                Standing.Working,
                $"{(count == 2 ? "Two" : Counts.Number(count))} admins can sign in",
                admins.HasSingleSignOn
                    ? "Your identity provider asks for second factors."
                    : "All with a second factor."
            ),
        };
    }

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}
