using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>The pages that a customer may see, in one language and for one brokerage.</summary>
/// <param name="language">The customer's.</param>
/// <param name="brokerage">Its name; null while it is not known.</param>
/// <param name="zone">The customer's, in which days are written; null while it is not known, which means UTC.</param>
internal sealed class CustomerPages(
    CustomerLanguage language,
    string? brokerage = null,
    TimeZoneInfo? zone = null
)
{
    private const string WaitIcon = GeneralPages.WaitIcon;
    private readonly CustomerTexts _texts = CustomerTexts.Of(language);
    private readonly GeneralPages _general = new(language);

    public CustomerPage Landing(DateTimeOffset? disabledSince, DateTimeOffset now) =>
        Page(
            200,
            "link",
            "accent",
            _texts.Landing,
            CustomerAction.Start,
            ("{stopped}", Stopped(disabledSince, now))
        ) with
        {
            ActionText = brokerage is null ? _texts.Continue : Fill(_texts.Landing.Action),
        };

    public CustomerPage Unknown() => _general.Unknown();

    public CustomerPage Expired() => Page(410, WaitIcon, "wait", _texts.Expired);

    public CustomerPage Revoked() => Page(410, "x", "gone", _texts.Revoked);

    public CustomerPage Deleted() => Page(410, "trash", "gone", _texts.Deleted);

    public CustomerPage Repaired() => Page(200, "check", "ok", _texts.Repaired);

    /// <summary>The link has done its work, and the connection broke once more.</summary>
    public CustomerPage UsedUp() => Page(410, WaitIcon, "wait", _texts.UsedUp);

    public CustomerPage Maintenance() =>
        Page(503, WaitIcon, "wait", _texts.Maintenance, CustomerAction.Back) with
        {
            RetryAfter = TimeSpan.FromHours(1),
        };

    public CustomerPage Busy(TimeSpan? retryAfter)
    {
        var wait = GeneralPages.AtLeastAMoment(retryAfter);
        return Page(
            503,
            WaitIcon,
            "wait",
            _texts.Busy,
            CustomerAction.Start,
            ("{wait}", _general.In(wait))
        ) with
        {
            RetryAfter = wait,
        };
    }

    public CustomerPage Unavailable() =>
        Page(503, WaitIcon, "wait", _texts.Unavailable, CustomerAction.Start) with
        {
            RetryAfter = TimeSpan.FromMinutes(5),
        };

    /// <summary>The user's secret is missing or refused: only the company can help.</summary>
    public CustomerPage CannotStart() => Page(503, "warning", "wait", _texts.CannotStart);

    public CustomerPage PortalRefused() => Page(502, "warning", "bad", _texts.PortalRefused);

    public CustomerPage NotFromHere() => Page(403, "shield", "wait", _texts.NotFromHere, CustomerAction.Back);

    public CustomerPage Checking(string againUrl) =>
        Page(200, "refresh", "accent", _texts.Checking, CustomerAction.Again) with
        {
            AgainUrl = againUrl,
        };

    public CustomerPage StillChecking() => Page(200, WaitIcon, "wait", _texts.StillChecking);

    /// <summary>The portal's answer, in plain words.</summary>
    public CustomerPage Outcome(string? result)
    {
        var outcome = PortalOutcomes.Of(result);
        var words = outcome.CustomerWords(language);
        var isAbandoned = result == PortalOutcomes.Abandoned;
        return Page(
            200,
            isAbandoned ? "link" : "warning",
            isAbandoned ? "accent" : "wait",
            new PageText(words.Title, words.Text, _texts.TryAgain),
            outcome.IsOurs ? CustomerAction.None : CustomerAction.Start
        );
    }

    private CustomerPage Page(
        int status,
        string icon,
        string tone,
        PageText text,
        CustomerAction action = CustomerAction.None,
        (string Placeholder, string Value)? detail = null
    ) =>
        new(status, icon, tone, Capital(Fill(text.Heading)), Capital(Fill(text.Text, detail)))
        {
            Language = language,
            Action = action,
            ActionText = Fill(text.Action),
            Fine = text.Fine,
        };

    private string Fill(string text, (string Placeholder, string Value)? detail = null)
    {
        if (detail is var (placeholder, value))
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        return text.Replace(
                "{account}",
                brokerage is null ? _texts.AnyAccount : _texts.Account,
                StringComparison.Ordinal
            )
            .Replace("{brokerage}", brokerage ?? _texts.AnyBrokerage, StringComparison.Ordinal);
    }

    private string Stopped(DateTimeOffset? since, DateTimeOffset now) =>
        since is { } day
            ? _texts.StoppedOn.Replace("{day}", Day(Local(day), Local(now)), StringComparison.Ordinal)
            : _texts.Stopped;

    private string Day(DateTimeOffset day, DateTimeOffset today) =>
        day.ToString(day.Year == today.Year ? _texts.Day : _texts.DayAndYear, language.Culture);

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc);

    private string Capital(string text) => char.ToUpper(text[0], language.Culture) + text[1..];
}
