namespace Dashboard.Data;

/// <summary>
/// The dashboard must not start with this configuration or database. The message says on one line why, and what to do; it holds no
/// secret.
/// </summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    // The host logs the exception; a stack trace would not help its reader.
    public override string ToString() => Message;
}
