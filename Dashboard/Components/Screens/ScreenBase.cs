using Dashboard.Domain;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Components.Screens;

/// <summary>
/// A page, pane or dialog that reads data. Its work is cancelled when it is disposed, a newer load supersedes an older
/// one, one action runs at a time, and a transient failure becomes a reference to show next to Retry.
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

    /// <summary>Whether a load is in progress.</summary>
    protected bool IsLoading => _loading is not null;

    /// <summary>Whether an action is in progress; further actions are ignored.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Whether the last action was refused because the role no longer permits it.</summary>
    protected bool IsDenied { get; private set; }

    /// <summary>The message about the last action if it failed or was refused; null after a success.</summary>
    protected virtual string? Problem =>
        IsDenied ? "Your role does not allow this any more. Ask an admin."
        : Failure is not null ? $"This could not be saved. Try again in a moment. Reference {Failure}."
        : null;

    /// <summary>The data's name for the log: "The history".</summary>
    protected virtual string Subject => GetType().Name;

    /// <summary>Whether anybody can see this screen. Screens that read by a timer skip it while nobody can.</summary>
    [Inject]
    protected WindowVisibility Window { get; private set; } = default!;

    [Inject]
    private ScreenReads Reads { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

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

    /// <summary>Reads in turn with other screens, and shows the result or failure unless a newer call supersedes it.</summary>
    /// <param name="read">Must pass on its token. It must not wait for anything but the database.</param>
    /// <param name="show">Applies the result; runs synchronously and only for the newest load.</param>
    /// <param name="pause">Waited for before the turn, such as while somebody types.</param>
    protected Task LoadAsync<T>(
        Func<CancellationToken, Task<T>> read,
        Action<T> show,
        TimeSpan pause = default
    ) =>
        AwaitAsync(
            async token =>
            {
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, Time, token);
                return await InTurnAsync(() => read(token), token);
            },
            show
        );

    /// <summary>As <see cref="LoadAsync{T}"/>, for what is computed elsewhere: it has no turn while it waits.</summary>
    protected async Task AwaitAsync<T>(Func<CancellationToken, Task<T>> work, Action<T> show)
    {
        if (_isDisposed)
            return;
        _loading?.Cancel();
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        _loading = loading;
        Failure = null;
        try
        {
            var result = await work(loading.Token);
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

    /// <summary>Reads in turn with other screens.</summary>
    protected async Task<T> InTurnAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        var result = default(T)!;
        await Reads.RunAsync(async () => result = await read(), cancellationToken);
        return result;
    }

    /// <summary>Cancels the current load, if any; its result is not shown.</summary>
    protected void CancelLoad() => _loading?.Cancel();

    /// <summary>Loads the first page of a list.</summary>
    protected Task LoadAsync<TRow, TPosition>(PagedRows<TRow, TPosition> rows)
        where TPosition : class => LoadAsync(rows.ReadFirstAsync, rows.Show);

    /// <summary>Reloads the shown rows of a list, which keeps the operator's position.</summary>
    protected Task ReloadAsync<TRow, TPosition>(PagedRows<TRow, TPosition> rows)
        where TPosition : class => LoadAsync(rows.ReadAgainAsync, rows.Show);

    /// <summary>Runs an action; returns immediately while another action runs.</summary>
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
    /// Moves the focus after the next rendering, in which the focused control disappears. Does nothing in
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
