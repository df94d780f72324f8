using Microsoft.Data.SqlClient;

namespace Dashboard.Benchmarks;

/// <summary>
/// Another writer on the product's SQL Server: in each transaction it takes many of the connections that the load is about, one
/// after the other in any order, so that one of the two writers is chosen as the victim of a deadlock again and again.
/// </summary>
internal sealed class RowRival : IAsyncDisposable
{
    private const int Deadlock = 1205;
    private const int Writers = 4;
    private const int Rows = 100;
    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _writing;
    private int _committed;
    private int _victims;

    /// <param name="database">The connection string of the product's database.</param>
    /// <param name="connections">How many connections the load is about.</param>
    public RowRival(string database, int connections) =>
        _writing = [.. Enumerable.Range(0, Writers).Select(seed => WriteAsync(database, connections, seed))];

    /// <summary>Transactions that took all their rows.</summary>
    public int Committed => _committed;

    /// <summary>Transactions that lost a deadlock; the others of all deadlocks were lost by the product.</summary>
    public int Victims => _victims;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_writing);
        _end.Dispose();
    }

    private async Task WriteAsync(string database, int connections, int seed)
    {
        var random = new Random(seed);
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var connection = new SqlConnection(database);
                await connection.OpenAsync(_end.Token);
                await using var transaction = (SqlTransaction)
                    await connection.BeginTransactionAsync(_end.Token);
                for (var i = 0; i < Rows; i++)
                {
                    await using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "UPDATE [Connections] SET [Name] = [Name] WHERE [Id] = @id";
                    command.Parameters.AddWithValue("@id", SignedLoad.ConnectionId(random.Next(connections)));
                    await command.ExecuteNonQueryAsync(_end.Token);
                }
                await transaction.CommitAsync(_end.Token);
                Interlocked.Increment(ref _committed);
            }
            catch (SqlException exception) when (exception.Number == Deadlock)
            {
                Interlocked.Increment(ref _victims);
            }
            catch (Exception exception)
                when (_end.IsCancellationRequested && exception is SqlException or OperationCanceledException)
            {
                // The load has ended.
            }
        }
    }
}
