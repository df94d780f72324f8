namespace Dashboard.Features.Connections;

/// <summary>The filter for healthy connections whose usual data does not arrive.</summary>
internal static class SilentView
{
    /// <summary>The list with the filter, or without it.</summary>
    public static ConnectionsView ToggleSilent(this ConnectionsView view) =>
        view with
        {
            Silent = !view.Silent,
            Chosen = view.Silent ? null : HealthView.Healthy,
            Days = null,
            NeverContacted = false,
            Duplicates = false,
        };
}
