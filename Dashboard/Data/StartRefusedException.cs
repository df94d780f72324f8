namespace Dashboard.Data;

/// <summary>
/// The dashboard must not start with this configuration or database. The message says in one line why and what to do, without
/// secrets.
/// </summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    // The host logs the exception; a stack trace would not help its reader.
    public override string ToString() => Message;
}
