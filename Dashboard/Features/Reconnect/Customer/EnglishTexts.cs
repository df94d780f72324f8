namespace Dashboard.Features.Reconnect.Customer;

internal static class EnglishTexts
{
    public static readonly CustomerTexts All = new()
    {
        Landing = new(
            "Reconnect your {account}",
            "{stopped} Log in with the same account as before, and everything continues where it was.",
            "Continue to {brokerage}",
            "You will be sent to SnapTrade’s secure page."
        ),
        Expired = new(
            "This link has expired",
            "For your safety it works for a limited time only. Ask us for a new link to reconnect your {account}."
        ),
        Revoked = new(
            "This link is no longer valid",
            "It was withdrawn. Use the newest link you have from us, or ask us for one to reconnect your {account}."
        ),
        Deleted = new(
            "This connection was removed",
            "It can’t be reconnected. To see your {account} with us again, connect it once more."
        ),
        Repaired = new(
            "Your {account} is connected",
            "Everything continues where it was. You can close this page."
        ),
        UsedUp = new(
            "This link has been used",
            "Your {account} was reconnected with it, and has stopped working again since. Ask us for a new link."
        ),
        Maintenance = new(
            "{brokerage} is under maintenance",
            "Logging in would fail now. Keep this link and try again in an hour.",
            "Check again"
        ),
        Busy = new("Many people are reconnecting", "Please try again {wait}.", "Try again"),
        Unavailable = new(
            "We can’t reach SnapTrade right now",
            "Nothing is lost, and your link stays valid. Try again in a few minutes.",
            "Try again"
        ),
        CannotStart = new(
            "We have to fix something first",
            "Your {account} can’t be reconnected until then. Tell us that you saw this page, and we send you a message when it works again."
        ),
        PortalRefused = new(
            "Something is wrong on our side",
            "We stopped here, so that you are not sent to a wrong page. Tell us that you saw this, and try again later."
        ),
        NotFromHere = new(
            "Start from our own page",
            "Another page tried to start this. Continue only if you want to reconnect your {account}.",
            "Go to our page"
        ),
        Checking = new(
            "Thank you. We are checking",
            "{brokerage} takes a few seconds to confirm. This page checks again automatically.",
            "Check again now"
        ),
        StillChecking = new(
            "This takes longer than usual",
            "You logged in, and {brokerage} has not confirmed yet. You can close this page: we keep checking, and tell you if anything is left to do."
        ),
        StoppedOn = "Your connection stopped working on {day}.",
        Stopped = "Your connection needs you to log in again.",
        TryAgain = "Try again",
        Continue = "Continue",
        Account = "{brokerage} account",
        AnyAccount = "brokerage account",
        AnyBrokerage = "your brokerage",
        Day = "d\u00A0MMMM",
        DayAndYear = "d\u00A0MMMM yyyy",
    };
}
