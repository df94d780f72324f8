using System.Globalization;
using Dashboard.Components.Parts;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Reconciliation.Sweep;
using Dashboard.SnapTrade;
using Dashboard.Text;

namespace Dashboard.Features.Reconciliation.Screen;

/// <summary>How passes, differences and drift read on screen.</summary>
internal static class SweepWords
{
    /// <summary>"in 24 hours checks found 4 changes before the webhook."</summary>
    public static string Banner(Drift drift) =>
        drift.Level == DriftLevel.Losing
            ? $"in 24 hours checks found {Counts.Of(drift.Lost, "change")} that no webhook reported."
            : $"in 24 hours checks found {Counts.Of(drift.Late, "change")} before the webhook.";

    /// <summary>What a pass is about: "All users", "Users of Questrade".</summary>
    public static string Scope(NamedPass named) =>
        named.Brokerage is { } brokerage ? $"Users of {Bidi.Isolate(brokerage)}" : "All users";

    public static string By(SweepPass pass) => pass.StartedBy is { } by ? Bidi.Isolate(by) : "the schedule";

    public static string Kind(DifferenceKind kind) =>
        kind switch
        {
            DifferenceKind.MissedBreak => "Missed break",
            DifferenceKind.MissedFix => "Missed repair",
            DifferenceKind.UnknownConnection => "Unknown connection",
            _ => "Vanished connection",
        };

    /// <summary>"2 missed breaks, 1 vanished connection"; "nothing".</summary>
    public static string Found(IReadOnlyDictionary<DifferenceKind, int> found)
    {
        var parts = found
            .OrderBy(f => f.Key)
            .Select(f => Counts.Of(f.Value, Kind(f.Key).ToLower(CultureInfo.InvariantCulture)));
        return found.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    /// <summary>When the webhook of a difference arrived.</summary>
    public static (Tone Tone, string Words) Arrival(FoundDifference found, DateTimeOffset now) =>
        (found.Difference.IsFirstLook, found.ArrivalAt(now)) switch
        {
            (true, _) => (Tone.Neutral, "Not counted: first check of this user"),
            (_, WebhookArrival.Crossed) => (Tone.Neutral, "The webhook arrived at the same time"),
            (_, WebhookArrival.Late) when found.ReportedAt is { } at => (
                Tone.Wait,
                $"The webhook arrived {TimeText.Duration(at - found.Difference.FoundAt)} later"
            ),
            (_, WebhookArrival.TooEarly) => (Tone.Neutral, "The webhook may still arrive"),
            _ => (Tone.Bad, "No webhook so far"),
        };

    /// <summary>What a finished pass found, unless it can't say.</summary>
    public static string Found(PastPass past) =>
        past.Found.Count == 0 && past.Named.Pass.Reach == PassReach.Nobody
            ? "no user was checked"
            : Found(past.Found);

    /// <summary>Whether a kind of trouble requires a change on our side.</summary>
    public static bool IsOurs(string? trouble) =>
        trouble
            is nameof(SnapTradeErrorKind.ForeignKeys)
                or nameof(SnapTradeErrorKind.Unauthorized)
                or nameof(SnapTradeErrorKind.Gone);

    /// <summary>Why a finished pass compared no user, and what to do.</summary>
    public static string Failure(SweepPass pass) =>
        pass.Trouble is { } kind
            ? Trouble(kind)
            : "SnapTrade refused every request, so the cause is probably your account or key pair, not the users.";

    /// <summary>Why no user can be checked, and what to do.</summary>
    public static string Trouble(string kind) =>
        kind switch
        {
            nameof(SnapTradeErrorKind.Unauthorized) or nameof(SnapTradeErrorKind.Forbidden) =>
                "SnapTrade refuses the client id or key. Check SnapTrade__ClientId and SnapTrade__ConsumerKey.",
            nameof(SnapTradeErrorKind.ForeignKeys) =>
                "SnapTrade refuses every user, so the key pair is probably another client’s. Check SnapTrade__ClientId and SnapTrade__ConsumerKey. No secret was marked as refused. The check continues with the right keys.",
            nameof(SnapTradeErrorKind.Gone) =>
                "SnapTrade doesn’t offer this to your account any more (410). Nothing was treated as deleted. Ask SnapTrade what replaces it.",
            nameof(SnapTradeErrorKind.Unreachable) or nameof(SnapTradeErrorKind.Timeout) =>
                "SnapTrade can’t be reached. Nothing is lost: the check continues when it can.",
            _ =>
                "SnapTrade sends unexpected responses. Nothing is lost: the check continues when they are valid again.",
        };
}
