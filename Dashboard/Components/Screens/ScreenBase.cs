using Dashboard.Domain;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Screens;

/// <summary>
/// A page, pane or dialog that reads data: its work ends with it, a newer load supersedes an older one, an action runs
/// once at a time, and a failure that may pass becomes a reference to show beside Retry.
/// </summary>
public abstract class ScreenBase : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly List<IDisposable> _owned = [];
    private CancellationTokenSource? _loading;
    private Func<ValueTask>? _focus;
    private bool _isDisposed;

    /// <summary>Cancelled when the component leaves the screen.</summary>
    protected CancellationToken Closed { get; }

    /// <summary>The log reference of the last failed load or action; null after one that succeeded.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Whether a load is under way.</summary>
    protected bool IsLoading => _loading is not null;

    /// <summary>Whether an action is under way; another one is ignored meanwhile.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Whether the last action was refused because the role does not allow it any more.</summary>
    protected bool IsDenied { get; private set; }

    /// <summary>What to tell when the last action failed or was refused; null after one that succeeded.</summary>
    protected virtual string? Problem =>
        IsDenied ? "Your role does not allow this any more. Ask an admin."
        : Failure is not null ? $"This could not be saved. Try again in a moment. Reference {Failure}."
        : null;

    /// <summary>What the screen reads, for the log: "The history".</summary>
    protected virtual string Subject => GetType().Name;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    protected ScreenBase() => Closed = _closed.Token;

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads and shows. A newer call supersedes this one: then neither its result nor its failure is shown.</summary>
    /// <param name="read">Must pass its token on.</param>
    /// <param name="show">Takes the result over; runs at once and only while the load is still the newest.</param>
    protected async Task LoadAsync<T>(Func<CancellationToken, Task<T>> read, Action<T> show)
    {
        if (_isDisposed)
            return;
        _loading?.Cancel();
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        _loading = loading;
        Failure = null;
        try
        {
            var result = await read(loading.Token);
            if (!loading.IsCancellationRequested)
                show(result);
        }
        catch (Exception exception) when (IsHandled(exception, loading.Token)) { }
        finally
        {
            if (_loading == loading)
                _loading = null;
        }
    }

    /// <summary>Cancels the load under way, if any; its result is not shown.</summary>
    protected void CancelLoad() => _loading?.Cancel();

    /// <summary>Loads the first page of a list.</summary>
    protected Task LoadAsync<TRow, TPosition>(PagedRows<TRow, TPosition> rows)
        where TPosition : class => LoadAsync(rows.ReadFirstAsync, rows.Show);

    /// <summary>Reloads a list as far as it is shown, which keeps the operator's place.</summary>
    protected Task ReloadAsync<TRow, TPosition>(PagedRows<TRow, TPosition> rows)
        where TPosition : class => LoadAsync(rows.ReadAgainAsync, rows.Show);

    /// <summary>Runs an action once at a time; a second call returns early while the first is busy.</summary>
    /// <returns>Whether the action ran and succeeded.</returns>
    protected async Task<bool> TryAsync(Func<CancellationToken, Task> act)
    {
        if (IsBusy || _isDisposed)
            return false;
        (IsBusy, IsDenied, Failure) = (true, false, null);
        try
        {
            await act(Closed);
            return !Closed.IsCancellationRequested;
        }
        catch (UnauthorizedAccessException) when (!Closed.IsCancellationRequested)
        {
            IsDenied = true;
            return false;
        }
        catch (Exception exception) when (IsHandled(exception, Closed))
        {
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>
    /// Moves the keyboard's focus after the next rendering, in which the control that has it disappears. Does nothing in
    /// components that override <see cref="OnAfterRenderAsync"/> without the base.
    /// </summary>
    protected void MoveFocus(Func<ValueTask> move) => _focus = move;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } move)
            return;
        _focus = null;
        await KeyboardFocus.MoveAsync(move());
    }

    /// <summary>Disposes a subscription with the component.</summary>
    protected void Own(IDisposable subscription) => _owned.Add(subscription);

    /// <summary>Runs an action when the component leaves the screen.</summary>
    protected void OnClose(Action action) => Own(new Closing(action));

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _closed.Cancel();
        foreach (var owned in _owned)
            owned.Dispose();
        _closed.Dispose();
    }

    // Other exceptions are errors of the program and go to the error boundary.
    private bool IsHandled(Exception exception, CancellationToken cancellationToken)
    {
        if (Failures.IsCancellation(exception, cancellationToken))
            return true;
        if (!Failures.IsTemporary(exception))
            return false;
        Failure = Loggers.CreateLogger(GetType()).Report(exception, Subject);
        return true;
    }

    private sealed class Closing(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
