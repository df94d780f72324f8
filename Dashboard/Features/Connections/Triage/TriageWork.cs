using Dashboard.Access;
using Dashboard.Components;
using MudBlazor;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Takes a decision that somebody pressed for, one at a time, and says what came of it.</summary>
internal sealed class TriageWork(ISnackbar snackbar, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    public bool IsBusy { get; private set; }

    /// <param name="act">The decision.</param>
    /// <param name="done">What was done, when it was: "Snoozed until tomorrow".</param>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> DoAsync(Func<CancellationToken, Task<TriageResult>> act, string done)
    {
        if (IsBusy)
            return false;
        IsBusy = true;
        try
        {
            var result = await act(_closed.Token);
            snackbar.Add(result.Words(done), result.Refusal is null ? Severity.Success : Severity.Warning);
            return result.Refusal is null;
        }
        catch (AccessDeniedException)
        {
            snackbar.Add("Your role does not allow this any more. Ask an admin.", Severity.Error);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was left before it was done.
        }
        catch (Exception exception) when (ScreenFailures.IsPassing(exception))
        {
            var reference = logger.Report(exception, "A decision about connections");
            snackbar.Add(
                $"This could not be saved. Try again in a moment. Reference {reference}.",
                Severity.Error
            );
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
