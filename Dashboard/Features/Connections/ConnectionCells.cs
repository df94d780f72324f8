using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Components.Time;
using Dashboard.Domain.Connections;
using Dashboard.Features.Connections.Triage;
using Dashboard.Text;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Features.Connections;

/// <summary>The cells of a row in the list. Those that change together are together, because they are sent together.</summary>
internal static class ConnectionCells
{
    private static readonly MarkupString None = new("<span class=\"muted\">-</span>");

    /// <summary>The user, with the rest of the row for narrow screens, and the brokerage.</summary>
    public static MarkupString Who(ConnectionRow row, NextStep next, BrowserTimeProvider clock)
    {
        var id = row.UserName is null
            ? Html.Nothing
            : Html.Of(
                $"<span class=\"mono hide-s\"><a href=\"{UserAddress.Of(row.UserId)}\" tabindex=\"-1\" title=\"Open the user\">{row.UserId}</a></span>"
            );
        return Html.Of(
            $"<td><div class=\"who\"><b><a href=\"{ConnectionAddress.Of(row.Id)}\" data-open tabindex=\"-1\"><bdi>{row.UserDisplayName}</bdi></a></b>{id}{Narrow(row, next, clock)}</div></td>"
                + $"<td class=\"c-brokerage\">{BrokerageMark.Markup(row.BrokerageName, BrokerageTrouble.Of(row, clock))}</td>"
        );
    }

    /// <summary>Health, age, last contact and what to do next.</summary>
    /// <param name="item">The row.</param>
    /// <param name="next">What to do next.</param>
    /// <param name="since">What the age counts from; null shows none.</param>
    /// <param name="ageId">The id of the cell with the age.</param>
    /// <param name="clock">The operator's clock.</param>
    public static MarkupString State(
        ListedConnection item,
        NextStep next,
        DateTimeOffset? since,
        string ageId,
        BrowserTimeProvider clock
    )
    {
        var row = item.Row;
        var age = since is { } at ? TimeAgo.Markup(at, clock) : None;
        var contact = LastContact.Of(row) is { } last
            ? Html.Of($"{last.Words} {TimeAgo.Markup(last.At, clock, ago: true)}")
            : new("-");
        var step =
            item.HasLeft && row.Health == Health.Healthy
                ? Html.Of(
                    $"<span class=\"tone-ok\">Repaired {TimeAgo.Markup(row.Since, clock, ago: true)}</span>"
                )
                : Html.Of($"<span title=\"{next.Words}\"{Tone(next.Tone)}>{next.Words}</span>");
        return Html.Of(
            $"<td class=\"c-health\">{HealthBadge.Markup(row.Health, row.AwaitingVerification)}</td>"
                + $"<td class=\"c-age num\" id=\"{ageId}\">{age}</td><td class=\"c-contact muted\">{contact}</td>"
                + $"<td class=\"c-next\">{step}{AssigneeMark.Markup(row.Triage?.AssigneeName)}</td>"
        );
    }

    /// <summary>The button that opens the menu of the row.</summary>
    public static MarkupString More(ConnectionRow row) =>
        Html.Of(
            $"<summary class=\"btn tiny quiet\" tabindex=\"-1\" aria-label=\"{$"More for {Bidi.Isolate(row.UserDisplayName)}"}\">{Icon.Markup("more", 14)}</summary>"
        );

    private static MarkupString Narrow(ConnectionRow row, NextStep next, BrowserTimeProvider clock)
    {
        var age = row.DisabledSince is { } since
            ? Html.Of($", {TimeAgo.Markup(since, clock, hasTitle: false)}")
            : Html.Nothing;
        var look = HealthBadge.Look(row.Health, row.AwaitingVerification);
        var (words, tone) = next.Words.Length == 0 ? (look.Word, look.Tone) : (next.Words, next.Tone);
        return Html.Of(
            $"<span class=\"small muted only-s\"><bdi>{row.BrokerageName}</bdi>{age}</span>"
                + $"<span class=\"small only-s row-next\"><span{Tone(look.Tone)}>{Icon.Markup(look.Icon, 14, look.Word)}</span><span{Tone(tone)}>{words}</span>{AssigneeMark.Markup(row.Triage?.AssigneeName)}</span>"
        );
    }

    private static MarkupString Tone(Tone tone) =>
        Html.Attribute("class", tone is Components.Parts.Tone.Neutral ? null : $"tone-{tone.Css()}");
}
