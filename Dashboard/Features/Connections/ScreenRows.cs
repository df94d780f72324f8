using Dashboard.Components.Screens;

namespace Dashboard.Features.Connections;

/// <summary>
/// The changed rows of one circuit. All parts of its screen are told of an update together, and what they render at once is
/// one batch.
/// </summary>
public sealed class ScreenRows(ChangedRows changes, WindowVisibility window, ScreenBatch batch) : IDisposable
{
    private readonly Lock _gate = new();
    private Func<RowsUpdate, Task>[] _parts = [];
    private IDisposable? _subscription;

    /// <summary>
    /// Calls back with changes, never twice at a time, until the result is disposed. Changes are merged while nobody can
    /// see the screen.
    /// </summary>
    public IDisposable Subscribe(Func<RowsUpdate, Task> notify)
    {
        lock (_gate)
        {
            _parts = [.. _parts, notify];
            _subscription ??= changes.Subscribe(ShowAsync, window.ShownAsync);
        }
        return new Part(this, notify);
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
        Task[] shown = [];
        await changes.InTurnAsync(() =>
            batch.RunAsync(() => shown = [.. parts.Select(part => part(update))])
        );
        await Task.WhenAll(shown);
    }

    private void Remove(Func<RowsUpdate, Task> notify)
    {
        lock (_gate)
            _parts = [.. _parts.Where(part => part != notify)];
    }

    private sealed class Part(ScreenRows rows, Func<RowsUpdate, Task> notify) : IDisposable
    {
        public void Dispose() => rows.Remove(notify);
    }
}
