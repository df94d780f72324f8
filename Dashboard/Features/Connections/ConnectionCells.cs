using CommunityToolkit.HighPerformance.Buffers;
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
    private static readonly MarkupString SinceLeft = new(
        "<span class=\"visually-hidden\">, changed since you left</span>"
    );

    private static readonly MarkupString CopyLink = Html.Of(
        $"<button class=\"btn tiny\" tabindex=\"-1\" data-act=\"copy\">{Icon.Markup("copy", 14)}Copy link</button>"
    );

    // Hundreds of screens show the same list.
    private static readonly StringPool Pool = new(minimumSize: 4096);

    /// <summary>Whether a link would help the customer; the stylesheet hides the button of other rows.</summary>
    public static bool NeedsLink(ConnectionRow row) => row.Health is Health.Disabled or Health.Unknown;

    /// <summary>The box that selects the row; later js/rows.js keeps its tick as the row's <c>aria-selected</c> says.</summary>
    public static MarkupString Select(ConnectionRow row, bool isSelected, bool isDisabled) =>
        Shared(
            $"<td class=\"c-select\"><label class=\"row-check\"><input type=\"checkbox\" tabindex=\"-1\" data-act=\"select\" aria-label=\"{$"Select {Bidi.Isolate(row.UserDisplayName)}, {Bidi.Isolate(row.BrokerageName)}"}\"{Html.Attribute("checked", isSelected ? "" : null)}{Html.Attribute("disabled", isDisabled ? "" : null)}></label></td>"
        );

    /// <summary>
    /// The ids of what says the row's name to a screen reader: user, brokerage, health, age, what to do next. A name of its
    /// own would be sent with every change beside the cells that it repeats.
    /// </summary>
    public static string NamedBy(ListedConnection item) =>
        $"u{item.Number} b{item.Number} h{item.Number} a{item.Number} n{item.Number}";

    /// <summary>The user and the brokerage.</summary>
    public static MarkupString Who(ListedConnection item, BrowserTimeProvider clock)
    {
        var row = item.Row;
        var id = row.UserName is null
            ? Html.Nothing
            : Html.Of(
                $"<span class=\"mono hide-s\"><a href=\"{UserAddress.Of(row.UserId)}\" tabindex=\"-1\" title=\"Open the user\">{row.UserId}</a></span>"
            );
        return Shared(
            $"<td class=\"c-user\"><div class=\"who\"><b id=\"u{item.Number}\"><a href=\"{ConnectionAddress.Of(row.Id)}\" data-open tabindex=\"-1\"><bdi>{row.UserDisplayName}</bdi></a></b>{id}</div></td>"
                + $"<td class=\"c-brokerage\" id=\"b{item.Number}\">{BrokerageMark.Markup(row.BrokerageName, BrokerageTrouble.Of(row, clock))}</td>"
        );
    }

    /// <summary>Health, age, last contact and what to do next.</summary>
    /// <param name="item">The row.</param>
    /// <param name="next">What to do next.</param>
    /// <param name="since">What the age counts from; null shows none.</param>
    /// <param name="isMarked">Whether it changed since the operator left.</param>
    /// <param name="clock">The operator's clock.</param>
    public static MarkupString State(
        ListedConnection item,
        NextStep next,
        DateTimeOffset? since,
        bool isMarked,
        BrowserTimeProvider clock
    )
    {
        var row = item.Row;
        var age = since is { } at ? TimeAgo.Markup(at, clock, hasTitle: false) : Html.Nothing;
        var contact = LastContact.Of(row) is { } last
            ? Html.Of($"{last.Words} {TimeAgo.Markup(last.At, clock, ago: true, hasTitle: false)}")
            : new("-");
        var step = (item.HasLeft, row.Health) switch
        {
            (true, Health.Healthy) => Html.Of(
                $"<span class=\"tone-ok\">Repaired {TimeAgo.Markup(row.Since, clock, ago: true, hasTitle: false)}</span>"
            ),
            // The list may have no column for it. The row's name has the health already.
            (true, var health) => Html.Of(
                $"<span class=\"hide-s\" aria-hidden=\"true\">{HealthBadge.Markup(health, row.AwaitingVerification, hasTitle: false)}</span> <span{Tone(next.Tone)}>{next.Words}</span>"
            ),
            _ => Html.Of($"<span{Tone(next.Tone)}>{next.Words}</span>"),
        };
        return Shared(
            $"<td class=\"c-health\" id=\"h{item.Number}\">{HealthBadge.Markup(row.Health, row.AwaitingVerification, hasTitle: false)}</td>"
                + $"<td class=\"c-age num\" id=\"a{item.Number}\">{age}</td><td class=\"c-contact muted\">{contact}</td>"
                + $"<td class=\"c-next\" id=\"n{item.Number}\">{step}{AssigneeMark.Markup(row.Triage?.AssigneeName)}{(isMarked ? SinceLeft : Html.Nothing)}</td>"
        );
    }

    /// <summary>The buttons of the row: to copy a link, and for the menu of all rows.</summary>
    public static MarkupString Actions(ConnectionRow row, bool canCopy) =>
        Shared(
            $"<td class=\"c-actions end\">{(canCopy ? CopyLink : Html.Nothing)}<button class=\"btn tiny quiet row-more hide-s\" tabindex=\"-1\" data-act=\"menu\" aria-haspopup=\"menu\" aria-label=\"{$"More for {Bidi.Isolate(row.UserDisplayName)}"}\">{Icon.Markup("more", 14)}</button></td>"
        );

    private static MarkupString Shared(Html.Text html) => new(Pool.GetOrAdd(html.ToString()));

    private static MarkupString Tone(Tone tone) =>
        Html.Attribute("class", tone is Components.Parts.Tone.Neutral ? null : $"tone-{tone.Css()}");
}
