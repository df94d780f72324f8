namespace Dashboard.Data;

/// <summary>
/// The dashboard must not start as things are. The message says on one line why, and what to do; it holds no
/// secret.
/// </summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    // The host logs what ends a start; where in our code it came from helps nobody who reads that.
    public override string ToString() => Message;
}
