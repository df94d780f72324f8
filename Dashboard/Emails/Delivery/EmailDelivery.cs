using Dashboard.Domain.Emails;
using Dashboard.Mail;

namespace Dashboard.Emails.Delivery;

/// <summary>Hands a prepared e-mail to the mail server and records the outcome.</summary>
internal sealed partial class EmailDelivery(
    IMailSender mail,
    EmailOutcomes outcomes,
    DispatcherState state,
    DeliveryMetrics metrics,
    TimeProvider time,
    ILogger<EmailDelivery> logger
)
{
    // Long enough for a restart of the database; an outcome that is not recorded by then becomes unsure.
    private static readonly TimeSpan RecordTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    /// <summary>Never throws: a failure is the e-mail's outcome.</summary>
    /// <param name="prepared">Claimed by this node.</param>
    /// <param name="drained">Cancelled when the process can no longer wait.</param>
    public async Task DeliverAsync(PreparedEmail prepared, CancellationToken drained)
    {
        var record = await HandOverAsync(prepared, drained);
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                Count(await record());
                return;
            }
            catch (Exception exception)
            {
                LogNotRecorded(logger, exception, prepared.Email.Id);
            }
            if (time.GetElapsedTime(began) > RecordTimeout || !await WaitAsync(pause, drained))
                return;
        }
    }

    /// <returns>Records the outcome and returns the state it leads to.</returns>
    private async Task<Func<Task<EmailState?>>> HandOverAsync(
        PreparedEmail prepared,
        CancellationToken drained
    )
    {
        var id = prepared.Email.Id;
        var began = time.GetTimestamp();
        try
        {
            await mail.SendAsync(prepared.Mail, drained);
            metrics.Answered(time.GetElapsedTime(began));
            Recover(isAccepted: true);
            return async () =>
            {
                await outcomes.SentAsync(prepared);
                return EmailState.Sent;
            };
        }
        catch (OperationCanceledException) when (drained.IsCancellationRequested)
        {
            return () => outcomes.PutBackAsync(id);
        }
        catch (MailException failed)
        {
            return Judge(id, failed);
        }
        catch (Exception exception)
        {
            LogBroke(logger, exception, id);
            return () => outcomes.UnsureAsync(id, DeliveryWords.Broke);
        }
    }

    private Func<Task<EmailState?>> Judge(string id, MailException failed)
    {
        switch (failed.Failure)
        {
            case MailFailure.Refused:
                Recover(isAccepted: false);
                LogRefused(logger, id, failed.Message);
                return () => outcomes.FailedAsync(id, failed.Message);
            case MailFailure.Unsure:
                LogUnsure(logger, failed, id);
                return () => outcomes.UnsureAsync(id, failed.Message);
            case MailFailure.PutOff:
                Recover(isAccepted: false);
                return () => outcomes.PostponeAsync(id, failed.Message);
            default:
                if (state.Failed(failed.Message, time.GetUtcNow()))
                    LogUnavailable(logger, failed.Message);
                return () => outcomes.PostponeAsync(id, failed.Message);
        }
    }

    private void Recover(bool isAccepted)
    {
        if (state.Answered(isAccepted, time.GetUtcNow()))
            LogAvailable(logger);
    }

    private void Count(EmailState? ended)
    {
        if (ended == EmailState.Queued)
            metrics.Retried();
        else if (ended is { } final)
            metrics.Finished(final);
    }

    private async Task<bool> WaitAsync(TimeSpan pause, CancellationToken drained)
    {
        try
        {
            await Task.Delay(pause, time, drained);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The mail server is unavailable and is tried again at growing intervals: {Words}"
    )]
    private static partial void LogUnavailable(ILogger logger, string words);

    [LoggerMessage(LogLevel.Information, "The mail server is available again")]
    private static partial void LogAvailable(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The e-mail {Email} was refused: {Words}")]
    private static partial void LogRefused(ILogger logger, string email, string words);

    [LoggerMessage(LogLevel.Warning, "It is unknown whether the e-mail {Email} went out")]
    private static partial void LogUnsure(ILogger logger, Exception exception, string email);

    [LoggerMessage(LogLevel.Error, "Sending the e-mail {Email} failed; it may have gone out")]
    private static partial void LogBroke(ILogger logger, Exception exception, string email);

    [LoggerMessage(LogLevel.Error, "The outcome of the e-mail {Email} could not be recorded")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string email);
}
