using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data;

/// <summary>The tests of one server take turns.</summary>
[CollectionDefinition(Name)]
public sealed class SqlServerCollection
{
    public const string Name = "SQL Server";
}

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerEventLogTests() : EventLogContract(SqlServerStore.OpenAsync);

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerAttemptTests() : AttemptContract(SqlServerStore.OpenAsync);

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerCheckTests() : CheckContract(SqlServerStore.OpenAsync);

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerConcurrencyTests() : ConcurrencyContract(SqlServerStore.OpenAsync);

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerReadingTests() : ReadingContract(SqlServerStore.OpenAsync);

[Collection(SqlServerCollection.Name)]
public sealed class SqlServerAuditTests() : AuditContract(SqlServerStore.OpenAsync);
