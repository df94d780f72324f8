using System.Globalization;
using Dashboard.Domain;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>All that is said to customers, for one brokerage.</summary>
/// <param name="brokerage">Its name; null while it is not known.</param>
internal sealed class CustomerPages(string? brokerage)
{
    private const string WaitIcon = "clock";
    private const string LeadingWord = "your brokerage";
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>When nothing is known of the link.</summary>
    public static CustomerPages General { get; } = new(brokerage: null);

    private string Name => brokerage ?? LeadingWord;
    private string Account => brokerage is null ? "brokerage account" : $"{brokerage} account";
    private string Continue => brokerage is null ? "Continue" : $"Continue to {brokerage}";

    public CustomerPage Landing(DateTimeOffset? disabledSince, DateTimeOffset now) =>
        new(
            200,
            "link",
            "accent",
            $"Reconnect your {Account}",
            $"{Stopped(disabledSince, now)} Log in with the same account as before, and everything continues where it was."
        )
        {
            Action = CustomerAction.Start,
            ActionText = Continue,
            Fine = "You will be sent to SnapTrade’s secure page.",
        };

    public CustomerPage Unknown() =>
        new(
            404,
            "question",
            "gone",
            "This link is not complete",
            "Part of the address may be missing. Open the link from our message again, or copy the whole of it."
        );

    public CustomerPage Expired() =>
        new(
            410,
            WaitIcon,
            "wait",
            "This link has expired",
            $"For your safety it works for a limited time only. Ask us for a new link to reconnect your {Account}."
        );

    public CustomerPage Revoked() =>
        new(
            410,
            "x",
            "gone",
            "This link is no longer valid",
            $"It was withdrawn. Use the newest link you have from us, or ask us for one to reconnect your {Account}."
        );

    public CustomerPage Deleted() =>
        new(
            410,
            "trash",
            "gone",
            "This connection was removed",
            $"It can’t be reconnected. To see your {Account} with us again, connect it anew."
        );

    public CustomerPage Repaired() =>
        new(
            200,
            "check",
            "ok",
            $"Your {Account} is connected",
            "Everything continues where it was. You can close this page."
        );

    /// <summary>The link has done its work, and the connection broke once more.</summary>
    public CustomerPage UsedUp() =>
        new(
            410,
            WaitIcon,
            "wait",
            "This link has been used",
            $"Your {Account} was reconnected with it, and has stopped working again since. Ask us for a new link."
        );

    public CustomerPage Maintenance() =>
        new(
            503,
            WaitIcon,
            "wait",
            $"{Capital(Name)} is under maintenance",
            "Logging in would fail now. Keep this link and try again in an hour."
        )
        {
            Action = CustomerAction.Back,
            ActionText = "Look again",
            RetryAfter = TimeSpan.FromHours(1),
        };

    public CustomerPage Busy(TimeSpan? retryAfter)
    {
        var wait = retryAfter is { } given && given > TimeSpan.Zero ? given : TimeSpan.FromMinutes(1);
        return new(503, WaitIcon, "wait", "Many people are reconnecting", $"Please try again {In(wait)}.")
        {
            Action = CustomerAction.Start,
            ActionText = "Try again",
            RetryAfter = wait,
        };
    }

    public CustomerPage Unavailable() =>
        new(
            503,
            WaitIcon,
            "wait",
            "We can’t reach SnapTrade right now",
            "Nothing is lost, and your link stays valid. Try again in a few minutes."
        )
        {
            Action = CustomerAction.Start,
            ActionText = "Try again",
            RetryAfter = TimeSpan.FromMinutes(5),
        };

    /// <summary>Something of ours failed, the database mostly.</summary>
    public CustomerPage OutOfOrder() =>
        Unavailable() with
        {
            Heading = "We can’t show this page right now",
            Action = CustomerAction.Back,
        };

    /// <summary>The user's secret is missing or refused: only the company can help.</summary>
    public CustomerPage CannotStart() =>
        new(
            503,
            "warning",
            "wait",
            "We have to fix something first",
            $"Your {Account} can’t be reconnected before we have. Tell us that you saw this page, and we send you a message when it is done."
        );

    public CustomerPage PortalRefused() =>
        new(
            502,
            "warning",
            "bad",
            "Something is wrong on our side",
            "We stopped here, so that you are not sent to a wrong page. Tell us that you saw this, and try again later."
        );

    public CustomerPage NotFromHere() =>
        new(
            403,
            "shield",
            "wait",
            "Start from our own page",
            $"Another page tried to start this. Continue only if you want to reconnect your {Account}."
        )
        {
            Action = CustomerAction.Back,
            ActionText = "Go to our page",
        };

    public CustomerPage TooMany(TimeSpan? retryAfter)
    {
        var wait = retryAfter is { } given && given > TimeSpan.Zero ? given : TimeSpan.FromMinutes(1);
        return new(429, WaitIcon, "wait", "That was a lot at once", $"Please try again {In(wait)}.")
        {
            RetryAfter = wait,
        };
    }

    public CustomerPage Checking(string againUrl) =>
        new(
            200,
            "refresh",
            "accent",
            "Thank you. We are checking",
            $"{Capital(Name)} takes a few seconds to confirm. This page looks again by itself."
        )
        {
            Action = CustomerAction.Again,
            ActionText = "Look again now",
            AgainUrl = againUrl,
        };

    public CustomerPage StillChecking() =>
        new(
            200,
            WaitIcon,
            "wait",
            "This takes longer than usual",
            $"You logged in, and {Name} has not confirmed yet. You can close this page: we keep checking, and tell you if anything is left to do."
        );

    /// <summary>The portal's answer, in plain words.</summary>
    public CustomerPage Outcome(string? result)
    {
        var outcome = PortalOutcomes.Of(result);
        var page = new CustomerPage(
            200,
            result == PortalOutcomes.Abandoned ? "link" : "warning",
            result == PortalOutcomes.Abandoned ? "accent" : "wait",
            Capital(Fill(outcome.Title)),
            Fill(outcome.CustomerText)
        );
        return outcome.IsOurs ? page : page with { Action = CustomerAction.Start, ActionText = "Try again" };
    }

    private string Fill(string text) =>
        text.Replace("{brokerage}", Name, StringComparison.Ordinal)
            .Replace("your your brokerage", LeadingWord, StringComparison.Ordinal)
            .Replace("same your brokerage account", "same account", StringComparison.Ordinal);

    private static string Stopped(DateTimeOffset? since, DateTimeOffset now) =>
        since is { } day
            ? $"Your connection stopped working on {day.ToString(day.Year == now.Year ? "d\u00A0MMMM" : "d\u00A0MMMM yyyy", Words)}."
            : "Your connection needs you to log in again.";

    private static string In(TimeSpan wait) =>
        wait <= TimeSpan.FromSeconds(75)
            ? "in a minute"
            : $"in {Math.Ceiling(wait.TotalMinutes).ToString(Words)} minutes";

    private static string Capital(string text) => char.ToUpper(text[0], Words) + text[1..];
}
