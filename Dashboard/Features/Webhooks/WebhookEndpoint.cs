using System.Globalization;
using Dashboard.Data.Events;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Features.Webhooks;

/// <summary>The answer to a delivery whose event is committed.</summary>
/// <param name="Duplicate">The event was committed before; this delivery changed nothing.</param>
public sealed record DeliveryReceipt(bool Received, bool Duplicate);

/// <summary>
/// <c>POST /webhooks/snaptrade</c>. It answers 200 only after the event and its effect are committed, and
/// 503 when they can't be, so that SnapTrade sends the event again.
/// </summary>
internal sealed partial class WebhookEndpoint(
    EventWriter writer,
    DeliveryBody bodies,
    DeliveryInspector inspector,
    WebhookMetrics metrics,
    TimeProvider time,
    ILogger<WebhookEndpoint> logger
)
{
    // Shorter than SnapTrade waits, as far as is known; whatever commits later is a duplicate when it returns.
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private static readonly Refusal NotCommitted = new(
        StatusCodes.Status503ServiceUnavailable,
        "not-committed",
        "The event was not stored. Send it again later."
    );

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        if (DeliveryBody.IsTooLarge(context.Request))
            return Refuse(context, DeliveryBody.TooLarge);
        string? signature = context.Request.Headers["Signature"];
        // Before the body is read: who brings none is not worth the memory.
        if (string.IsNullOrEmpty(signature))
            return Refuse(context, DeliveryInspector.NoSignature);
        var (body, refusal) = await bodies.ReadAsync(context);
        if (refusal is not null)
            return Refuse(context, refusal);
        (var incoming, refusal) = inspector.Inspect(body, signature);
        if (refusal is not null)
            return Refuse(context, refusal);
        try
        {
            var result = await writer.WriteAsync(incoming!).WaitAsync(CommitTimeout, time);
            metrics.Accepted(incoming!.Type, result, time.GetElapsedTime(started));
            return TypedResults.Ok(new DeliveryReceipt(true, result == Appended.Duplicate));
        }
        catch (Exception exception) when (exception is NotCommittedException or TimeoutException)
        {
            return Refuse(context, NotCommitted);
        }
    }

    private IResult Refuse(HttpContext context, Refusal refusal)
    {
        metrics.Refused(refusal.Reason);
        LogRefused(logger, refusal.Status, refusal.Reason, context.Connection.RemoteIpAddress?.ToString());
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(
                CultureInfo.InvariantCulture
            );
        return TypedResults.Problem(
            new ProblemDetails
            {
                Status = refusal.Status,
                Title = refusal.Message,
                Extensions = { ["reason"] = refusal.Reason },
            }
        );
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused a webhook with {Status} ({Reason}) from {Address}"
    )]
    private static partial void LogRefused(ILogger logger, int status, string reason, string? address);
}
