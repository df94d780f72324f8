using Dashboard.Domain;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Data;

/// <summary>
/// Makes a cancelled database call end in an <see cref="OperationCanceledException"/> that carries the caller's token,
/// whatever the provider throws. EF Core asks its detector about every exception of a command, a reader or a save before
/// it rethrows it, so the translation is needed only here.
/// </summary>
internal sealed class CancellationDetector : IExceptionDetector
{
    /// <returns>Whether the exception already is a cancellation.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled and failed in another way.</exception>
    public bool IsCancellation(Exception exception, CancellationToken cancellationToken = default)
    {
        if (exception is OperationCanceledException)
            return true;
        if (Failures.IsCancellation(exception, cancellationToken))
            throw new OperationCanceledException(
                "The database call was cancelled.",
                exception,
                cancellationToken
            );
        return false;
    }
}
