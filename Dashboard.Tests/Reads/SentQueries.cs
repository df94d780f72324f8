using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Reads;

/// <summary>Collects the queries that EF Core sends to one database file while a server of this process reads it.</summary>
internal sealed class SentQueries
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly ConcurrentDictionary<string, DbParameter[]> _byText = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly List<IDisposable> _subscriptions = [];

    public SentQueries(string file)
    {
        _file = file;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>The queries since the last call, each text once.</summary>
    public IReadOnlyList<(string Text, DbParameter[] Parameters)> Take()
    {
        var taken = _byText.Select(q => (q.Key, q.Value)).ToList();
        _byText.Clear();
        return taken;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
            lock (_subscriptions)
                _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Key == RelationalEventId.CommandExecuting.Name
            && value.Value
                is CommandEventData { Command: { } command, ExecuteMethod: DbCommandMethod.ExecuteReader }
            && command.Connection?.DataSource == _file
            && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
        )
            _byText.TryAdd(command.CommandText, [.. command.Parameters.Cast<DbParameter>()]);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        lock (_subscriptions)
            _subscriptions.ForEach(s => s.Dispose());
    }
}
