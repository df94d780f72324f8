namespace Dashboard.Features.Connections;

/// <summary>What the list does with snoozed connections.</summary>
public enum SnoozeView
{
    /// <summary>They are listed among the others, marked, so that totals agree and a search finds them.</summary>
    Shown,
    Only,
    Hidden,
}
