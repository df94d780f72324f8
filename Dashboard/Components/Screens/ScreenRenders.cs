namespace Dashboard.Components.Screens;

/// <summary>
/// The turns in which all screens of the node render what a change did to them. Half of the cores at most: renders in step
/// would take all of them at once, and webhooks would wait.
/// </summary>
public sealed class ScreenRenders(TimeProvider time) : Turns(AtOnce, Patience, time)
{
    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    // A screen that does not answer holds up the others for this long at most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
}
