using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Parts;

/// <summary>
/// A press or key on a row of a list, from js/rows.js. One handler of the list hears all of its rows, which then need no
/// handlers of their own.
/// </summary>
public sealed class RowActionEventArgs : EventArgs
{
    /// <summary>The value of the row's <c>data-row</c>.</summary>
    public string Row { get; set; } = "";

    /// <summary>The value of the pressed element's <c>data-act</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>Whether Shift was held.</summary>
    public bool Shift { get; set; }

    /// <summary>Where the pressed element ends, in pixels from the left of the page.</summary>
    public double X { get; set; }

    /// <summary>Where the pressed element ends, in pixels from the top of the page.</summary>
    public double Y { get; set; }
}

/// <summary>Tells Razor the events of our own.</summary>
[EventHandler("onrowaction", typeof(RowActionEventArgs))]
public static class EventHandlers;
