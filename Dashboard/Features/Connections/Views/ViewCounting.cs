using Dashboard.Data.Work;

namespace Dashboard.Features.Connections.Views;

/// <summary>Keeps the saved views of the open screens and their counts up to date, on every node.</summary>
internal sealed class ViewCounting(ViewBoard board) : IRecurringWork
{
    public string Name => "saved-views";

    public TimeSpan Interval => ViewCounts.Rest;

    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await board.ReadAsync(stoppingToken);
        return null;
    }
}
