namespace Dashboard.SnapTrade;

/// <summary>The priority of a call, which decides which part of the rate budget it uses.</summary>
public enum CallPriority
{
    /// <summary>A person waits: may use the whole budget, and never waits longer than 5 seconds.</summary>
    Interactive,

    /// <summary>The check of one connection whose events don't determine its health; precedes a sweep.</summary>
    Verification,

    /// <summary>Waits as long as it takes, spread over the minute.</summary>
    Background,
}
