using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Features.Outcomes;

/// <summary>How figures read.</summary>
internal static class OutcomeWords
{
    public static string Of(OutcomeStep step) =>
        step switch
        {
            OutcomeStep.Broke => "Broke",
            OutcomeStep.Known => "Known to us",
            OutcomeStep.Contacted => "Contacted",
            OutcomeStep.Opened => "Opened",
            OutcomeStep.Started => "Started",
            OutcomeStep.Returned => "Came back",
            _ => "Repaired",
        };

    /// <summary>"Broke → known to us", "→ first contact".</summary>
    public static string Of(StageTime stage) =>
        stage.To switch
        {
            OutcomeStep.Known => "Broke → known to us",
            OutcomeStep.Contacted => "→ first contact",
            OutcomeStep.Opened => "→ link opened",
            OutcomeStep.Started => "→ started at SnapTrade",
            _ => "→ repaired",
        };

    public static string Of(PortalError error) =>
        error switch
        {
            PortalError.WrongPassword => "Wrong password",
            PortalError.OtherAccount => "Another account",
            PortalError.WrongCode => "Wrong code",
            PortalError.SessionExpired => "Session expired",
            PortalError.BrokerageDown => "Brokerage down",
            PortalError.NoPermission => "No permission",
            PortalError.RefusedBySnapTrade => "Refused by SnapTrade",
            PortalError.AlreadyConnected => "Already connected",
            PortalError.Abandoned => "Left early",
            _ => "Other error",
        };

    public static string Of(LinkOrigin channel) =>
        channel switch
        {
            LinkOrigin.Copy => "Copied link",
            LinkOrigin.Api => "Link from your app",
            _ => "E-mail",
        };

    public static string Of(CohortPart part) =>
        part switch
        {
            CohortPart.StillBroken => "Still broken",
            CohortPart.NeverContacted => "Never contacted",
            CohortPart.Repaired => "Repaired",
            CohortPart.RepairedWithoutUs => "Repaired without us",
            CohortPart.Deleted => "Deleted",
            CohortPart.ConnectedAgain => "Connected again instead",
            CohortPart.Contacted => "Contacted",
            CohortPart.Opened => "Opened",
            CohortPart.Started => "Started",
            CohortPart.Returned => "Came back",
            CohortPart.RepairedByUs => "Repaired with a link",
            _ => "All breaks",
        };

    /// <summary>"Breaks: never contacted, last 30 days".</summary>
    public static string Title(BreaksView view)
    {
        var what = view switch
        {
            { IsRepairedThen: true } => "Repaired",
            { Selection: var selection } when Of(selection) is { Length: > 0 } kinds => $"Breaks: {kinds}",
            _ => "Breaks",
        };
        return view.Figures switch
        {
            { IsCustom: true, From: { } from, To: { } to } => $"{what}, {from:d MMM yyyy} – {to:d MMM yyyy}",
            { ShownDays: 1 } => $"{what}, last 24 hours",
            { ShownDays: var days } => $"{what}, last {days} days",
        };
    }

    /// <summary>"still broken, wrong password"; empty for all.</summary>
    private static string Of(CohortSelection selection) =>
        string.Join(
                ", ",
                new[]
                {
                    selection.Part == CohortPart.All ? null : Of(selection.Part),
                    selection.Error is { } error ? Of(error) : null,
                    selection.Contact is { } contact ? $"contacted ({Of(contact)})" : null,
                }.OfType<string>()
            )
            .ToLowerInvariant();

    /// <summary>"between breaking and first contact"; null when none is lost.</summary>
    public static string? LostMost(OutcomeFigures figures) =>
        ReconnectSteps.LargestLoss(figures.Funnel)?.To switch
        {
            OutcomeStep.Contacted => "between breaking and first contact",
            OutcomeStep.Opened => "between contact and opening the link",
            OutcomeStep.Started => "between opening the link and starting at SnapTrade",
            OutcomeStep.Returned => "at SnapTrade’s portal",
            OutcomeStep.Repaired => "after they came back from the portal",
            _ => null,
        };

    /// <summary>"▲ 5 points"; null without a difference.</summary>
    public static string? Points(double? share, double? before)
    {
        if (share is not { } now || before is not { } then)
            return null;
        var points = (int)Math.Round(now * 100) - (int)Math.Round(then * 100);
        return points == 0 ? "as before" : $"{Arrow(points)} {Counts.Of(Math.Abs(points), "point")}";
    }

    /// <summary>"▲ 3", "▼ 2"; "as before" without a difference.</summary>
    public static string More(int count, int before) =>
        count == before ? "as before" : $"{Arrow(count - before)} {Counts.Number(Math.Abs(count - before))}";

    public static string Share(double? share) => share is { } known ? Counts.Percent(known) : "–";

    private static string Arrow(int change) => change > 0 ? "▲" : "▼";
}
