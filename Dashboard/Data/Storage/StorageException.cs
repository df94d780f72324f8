namespace Dashboard.Data.Storage;

/// <summary>A database could not be copied or replaced. The message says why and what to do, without secrets.</summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);
