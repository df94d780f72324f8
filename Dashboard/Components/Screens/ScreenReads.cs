namespace Dashboard.Components.Screens;

/// <summary>
/// The turns in which all screens of the node read what they open with. However many come back at once, such as after a
/// restart, their reading leaves threads, cores and connections of the database to the ingestion of webhooks.
/// </summary>
public sealed class ScreenReads(TimeProvider time) : Turns(AtOnce, Patience, time)
{
    // SQLite reads without letting go of its thread and core.
    internal static readonly int AtOnce = Math.Max(2, Environment.ProcessorCount);

    // Others don't wait longer for a long reading, such as a search among millions.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}
