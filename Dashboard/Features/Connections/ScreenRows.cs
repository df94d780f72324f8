using Dashboard.Components.Screens;

namespace Dashboard.Features.Connections;

/// <summary>
/// The changed rows of one circuit. All parts of its screen are told of an update together, and what they render at once is
/// one batch.
/// </summary>
public sealed class ScreenRows(
    ChangedRows changes,
    WindowVisibility window,
    ScreenRenders turns,
    ScreenBatch batch
) : IDisposable
{
    private readonly Lock _gate = new();
    private Part[] _parts = [];
    private IDisposable? _subscription;

    /// <summary>
    /// Calls back with changes, never twice at a time, until the result is disposed. Changes are merged while nobody can
    /// see the screen.
    /// </summary>
    /// <param name="notify">Receives the changes.</param>
    /// <param name="shows">Whether the part may show something else after them; asked on the dispatcher.</param>
    public IDisposable Subscribe(Func<RowsUpdate, Task> notify, Func<RowsUpdate, bool> shows)
    {
        var part = new Part(this, notify, shows);
        lock (_gate)
        {
            _parts = [.. _parts, part];
            _subscription ??= changes.Subscribe(ShowAsync, window.ShownAsync);
        }
        return part;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _parts = [];
            _subscription?.Dispose();
        }
    }

    private async Task ShowAsync(RowsUpdate update)
    {
        var parts = _parts;
        var shown = new Task[parts.Length];
        // Most changes of a burst show nothing on most screens, and need no turn then.
        if (await batch.AskAsync(IsSeen))
            await turns.RunAsync(() => batch.RunAsync(Notify));
        await Task.WhenAll(shown);

        bool IsSeen()
        {
            foreach (var part in parts)
            {
                if (part.Shows(update))
                    return true;
            }
            Notify();
            return false;
        }

        void Notify()
        {
            for (var i = 0; i < parts.Length; i++)
                shown[i] = parts[i].Notify(update);
        }
    }

    private void Remove(Part part)
    {
        lock (_gate)
            _parts = [.. _parts.Where(other => other != part)];
    }

    private sealed class Part(ScreenRows rows, Func<RowsUpdate, Task> notify, Func<RowsUpdate, bool> shows)
        : IDisposable
    {
        public Task Notify(RowsUpdate update) => notify(update);

        public bool Shows(RowsUpdate update) => shows(update);

        public void Dispose() => rows.Remove(this);
    }
}
