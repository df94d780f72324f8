namespace Dashboard.SnapTrade;

/// <summary>Who waits for a call, and so which part of the rate budget it draws on.</summary>
public enum CallPriority
{
    /// <summary>Somebody is waiting: may use the whole budget, and never waits longer than 5 seconds.</summary>
    Interactive,

    /// <summary>The check of one connection whose events left its health open; goes before a sweep.</summary>
    Verification,

    /// <summary>Waits as long as it takes, spread over the minute.</summary>
    Background,
}
