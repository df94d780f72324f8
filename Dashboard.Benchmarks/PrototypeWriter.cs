using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Dashboard.Benchmarks;

/// <summary>One writer, one transaction for what is waiting, one prepared statement.</summary>
internal sealed class PrototypeWriter : IAsyncDisposable
{
    private const int MaxPerCommit = 512;

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly SqliteConnection _connection;
    private readonly Task _running;

    public PrototypeWriter(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        // The settings of the product; the table has the name of the product's, because both are counted alike.
        Execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=2000;"
        );
        Execute(
            "CREATE TABLE EventReceipts (Id INTEGER PRIMARY KEY, Key TEXT NOT NULL UNIQUE, ReceivedAt INTEGER NOT NULL, Payload BLOB NOT NULL)"
        );
        _running = Task.Run(RunAsync);
    }

    /// <summary>Completes when the event is committed.</summary>
    /// <returns>False when it was stored before.</returns>
    public Task<bool> WriteAsync(string key, byte[] payload)
    {
        var waiting = new Waiting(key, payload);
        _queue.Writer.TryWrite(waiting);
        return waiting.Committed.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _running;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await using var insert = _connection.CreateCommand();
        insert.CommandText =
            "INSERT OR IGNORE INTO EventReceipts (Key, ReceivedAt, Payload) VALUES (@key, @at, @payload)";
        var key = insert.Parameters.Add("@key", SqliteType.Text);
        var at = insert.Parameters.Add("@at", SqliteType.Integer);
        var payload = insert.Parameters.Add("@payload", SqliteType.Blob);
        var (batch, isNew) = (new List<Waiting>(MaxPerCommit), new List<bool>(MaxPerCommit));
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxPerCommit && _queue.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            using (var transaction = _connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                at.Value = TimeProvider.System.GetUtcNow().UtcTicks;
                foreach (var waiting in batch)
                {
                    (key.Value, payload.Value) = (waiting.Key, waiting.Payload);
                    isNew.Add(insert.ExecuteNonQuery() > 0);
                }
                transaction.Commit();
            }
            for (var i = 0; i < batch.Count; i++)
                batch[i].Committed.SetResult(isNew[i]);
            batch.Clear();
            isNew.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Waiting(string key, byte[] payload)
    {
        public string Key => key;
        public byte[] Payload => payload;
        public TaskCompletionSource<bool> Committed { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
