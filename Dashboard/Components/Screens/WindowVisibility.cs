namespace Dashboard.Components.Screens;

/// <summary>
/// Whether anybody can see the screens of a circuit. While its window is hidden, screens are not told of changes: each
/// hears once, when the window is shown again, what happened meanwhile. Thread-safe.
/// </summary>
public sealed class WindowVisibility
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _return;

    /// <summary>Raised when a hidden window is shown again; on any thread.</summary>
    public event Action? Shown;

    public bool IsHidden
    {
        get
        {
            lock (_gate)
                return _return is not null;
        }
    }

    /// <summary>Completes when the window is visible: immediately, or as soon as it is.</summary>
    public Task ShownAsync()
    {
        lock (_gate)
            return _return?.Task ?? Task.CompletedTask;
    }

    public void Set(bool isHidden)
    {
        TaskCompletionSource? returned;
        lock (_gate)
        {
            if (isHidden == _return is not null)
                return;
            returned = _return;
            _return = isHidden ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }
        if (returned is null)
            return;
        returned.SetResult();
        Shown?.Invoke();
    }

    /// <summary>A handler of an event that acts immediately, or once on return if it was raised while the window was hidden.</summary>
    public Action WhenShown(Action act)
    {
        var isWaiting = false;
        return () =>
        {
            bool isHidden;
            lock (_gate)
            {
                if (isWaiting)
                    return;
                isHidden = isWaiting = _return is not null;
            }
            if (isHidden)
                _ = ActOnReturnAsync();
            else
                act();
        };

        async Task ActOnReturnAsync()
        {
            await ShownAsync();
            lock (_gate)
                isWaiting = false;
            act();
        }
    }
}
