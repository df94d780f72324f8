namespace Dashboard.Components.Screens;

/// <summary>Passes on whole per cents of a share only, so that a screen does not render for each piece of work.</summary>
/// <param name="show">Shows the share, 0 to 1; called on any thread.</param>
public sealed class WholePercents(Func<double, Task> show) : IProgress<double>
{
    private int _shown;

    public void Report(double value)
    {
        var percent = (int)(100 * value);
        if (percent == _shown)
            return;

        _shown = percent;
        _ = show(percent / 100.0);
    }
}
