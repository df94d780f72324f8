using System.Data.Common;

namespace Dashboard.Domain;

/// <summary>Classifies failures without knowing which database or client they come from.</summary>
public static class Failures
{
    /// <summary>
    /// Whether the failure is transient and outside the application, so that an operator can retry: a database error
    /// or a timeout, at any depth of inner exceptions.
    /// </summary>
    public static bool IsTemporary(Exception exception) =>
        exception.SelfAndInner().Any(e => e is DbException or TimeoutException);

    /// <summary>
    /// Whether a client's request is malformed: an incomplete form, or a chunk whose size
    /// overflows, which the server reports like a broken connection.
    /// </summary>
    public static bool IsOfClient(Exception exception) =>
        exception is InvalidDataException or IOException { InnerException: OverflowException };

    /// <summary>
    /// Whether the work ended because its own token was cancelled. Providers report that in different ways: SqlClient
    /// throws an <c>SqlException</c> for a cancelled read.
    /// </summary>
    public static bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
        && (exception is OperationCanceledException or ObjectDisposedException || IsTemporary(exception));

    /// <summary>The exception and its inner exceptions, outermost first.</summary>
    public static IEnumerable<Exception> SelfAndInner(this Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
            yield return current;
    }
}
