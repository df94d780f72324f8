using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data;

public sealed class SqliteEventLogTests() : EventLogContract(SqliteStore.OpenAsync);

public sealed class SqliteAttemptTests() : AttemptContract(SqliteStore.OpenAsync);

public sealed class SqliteCheckTests() : CheckContract(SqliteStore.OpenAsync);

public sealed class SqliteConcurrencyTests() : ConcurrencyContract(SqliteStore.OpenAsync);

public sealed class SqliteReadingTests() : ReadingContract(SqliteStore.OpenAsync);

public sealed class SqliteAuditTests() : AuditContract(SqliteStore.OpenAsync);
