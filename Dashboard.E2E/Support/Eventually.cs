namespace Dashboard.E2E.Support;

/// <summary>Polls a condition of another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(15));
        using var timer = new PeriodicTimer(Between);
        do
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        } while (await timer.WaitForNextTickAsync(deadline.Token));
    }
}
