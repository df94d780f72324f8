using Dashboard.Domain.Emails;
using Dashboard.Mail;

namespace Dashboard.Emails.Delivery;

/// <summary>Hands a prepared e-mail to the mail server and records the outcome.</summary>
internal sealed partial class EmailDelivery(
    IMailSender mail,
    EmailOutcomes outcomes,
    DialogueBounces bounces,
    DispatcherState state,
    Refusals refusals,
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
            refusals.Accept();
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
            return Judge(prepared, failed);
        }
        catch (Exception exception)
        {
            LogBroke(logger, exception, id);
            return () => outcomes.UnsureAsync(id, DeliveryWords.Broke);
        }
    }

    private Func<Task<EmailState?>> Judge(PreparedEmail prepared, MailException failed)
    {
        var id = prepared.Email.Id;
        switch (failed.Failure)
        {
            case MailFailure.Refused when failed.IsBadAddress:
                Recover(isAccepted: false);
                LogRefused(logger, id, failed.Message);
                return () => bounces.RecordAsync(prepared, failed.Message);
            case MailFailure.Refused:
                return Refused(id, failed);
            case MailFailure.Unsure:
                LogUnsure(logger, failed, id);
                return () => outcomes.UnsureAsync(id, failed.Message);
            case MailFailure.PutOff:
                Recover(isAccepted: false);
                return () => outcomes.PostponeAsync(id, failed.Message);
            case MailFailure.Unavailable when failed.MayBeAboutMessage && refusals.Refuse(id, failed):
                Recover(isAccepted: false);
                LogRefused(logger, id, failed.Message);
                return () => outcomes.FailedAsync(id, failed.Message);
            default:
                Pause(failed.Message, failed.IsAboutSender);
                return () => outcomes.HoldAsync(id, failed.Message);
        }
    }

    private Func<Task<EmailState?>> Refused(string id, MailException failed)
    {
        LogRefused(logger, id, failed.Message);
        if (!refusals.Refuse(id, failed) && refusals.Row.Contains(id))
        {
            var words = $"{failed.Message} {DeliveryWords.AllRefused}";
            Pause(words, isAboutSender: true);
            return async () =>
            {
                var held = await outcomes.HoldAsync(id, words);
                await outcomes.PutBackRefusedAsync(refusals.Row, words);
                return held;
            };
        }
        Recover(isAccepted: false);
        return async () =>
        {
            var ended = await outcomes.FailedAsync(id, failed.Message);
            // Others may have been refused alike while this was recorded.
            if (refusals.Row is { Count: > 0 } row && row.Contains(id))
                await outcomes.PutBackRefusedAsync([id], failed.Message);
            return ended;
        };
    }

    private void Pause(string words, bool isAboutSender)
    {
        if (!state.Failed(words, time.GetUtcNow(), isAboutSender))
            return;
        if (isAboutSender)
            LogSenderRefused(logger, words);
        else
            LogUnavailable(logger, words);
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
        "The mail server is unavailable and is retried at growing intervals: {Words}"
    )]
    private static partial void LogUnavailable(ILogger logger, string words);

    [LoggerMessage(
        LogLevel.Error,
        "The mail server refuses us as the sender. Reconnect e-mails wait, and one is retried at growing intervals: {Words}"
    )]
    private static partial void LogSenderRefused(ILogger logger, string words);

    [LoggerMessage(LogLevel.Information, "The mail server is available again")]
    private static partial void LogAvailable(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The e-mail {Email} was refused: {Words}")]
    private static partial void LogRefused(ILogger logger, string email, string words);

    [LoggerMessage(LogLevel.Warning, "It is unknown whether the e-mail {Email} was sent")]
    private static partial void LogUnsure(ILogger logger, Exception exception, string email);

    [LoggerMessage(LogLevel.Error, "Sending the e-mail {Email} failed; it may have been sent")]
    private static partial void LogBroke(ILogger logger, Exception exception, string email);

    [LoggerMessage(LogLevel.Error, "The outcome of the e-mail {Email} could not be recorded")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string email);
}
