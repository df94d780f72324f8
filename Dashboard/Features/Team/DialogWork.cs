using Dashboard.Access;
using Dashboard.Components;

namespace Dashboard.Features.Team;

/// <summary>Does the work behind a dialog's button, once at a time, and keeps in words why it failed.</summary>
internal sealed class DialogWork(ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    public bool IsBusy { get; private set; }

    /// <summary>What went wrong and what to do; null while nothing has.</summary>
    public string? Problem { get; private set; }

    /// <returns>Whether it was done.</returns>
    public async Task<bool> DoAsync(Func<CancellationToken, Task<TeamRefusal?>> act)
    {
        if (IsBusy)
            return false;
        (IsBusy, Problem) = (true, null);
        try
        {
            if (await act(_closed.Token) is { } refusal)
                Problem = TeamWords.Of(refusal);
            return Problem is null;
        }
        catch (AccessDeniedException)
        {
            Problem = "Your role does not allow this any more. Ask an admin.";
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // Closed before it was done.
        }
        catch (Exception exception) when (ScreenFailures.IsPassing(exception))
        {
            var reference = logger.Report(exception, "The team");
            Problem = $"This could not be saved. Try again in a moment. Reference {reference}.";
        }
        finally
        {
            IsBusy = false;
        }
        return false;
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}
