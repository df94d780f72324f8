using System.Globalization;
using System.Text.Json;
using Dashboard.Data.Events;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Events;
using Dashboard.Features.Webhooks.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Features.Webhooks;

/// <summary>The answer to a delivery whose event is committed.</summary>
/// <param name="Duplicate">The event was committed before; this delivery changed nothing.</param>
public sealed record DeliveryReceipt(bool Received, bool Duplicate);

/// <summary>
/// <c>POST /webhooks/snaptrade</c>. It answers 200 only after the event and its effect are committed, and
/// 503 when they can't be, so that SnapTrade sends the event again.
/// </summary>
internal sealed class WebhookEndpoint(
    EventWriter writer,
    DeliveryBody bodies,
    DeliveryInspector inspector,
    WebhookMetrics metrics,
    TimeProvider time,
    RefusalLog refusals,
    RefusalSamples samples,
    DeliveryTally tally,
    RecentAccepted recent
)
{
    // Shorter than SnapTrade waits, as far as is known; an event that is committed later is a duplicate when it is sent again.
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private static readonly Refusal NotCommitted = new(
        StatusCodes.Status503ServiceUnavailable,
        DeliveryOutcomes.NotCommitted,
        "The event was not stored. Send it again later."
    );

    private static readonly byte[] Accepted = Answer(duplicate: false);
    private static readonly byte[] Repeated = Answer(duplicate: true);

    public async Task HandleAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var (body, refusal) = await ReadAsync(context);
        IncomingEvent? incoming = null;
        if (refusal is null)
            (incoming, refusal) = inspector.Inspect(body, context.Request.Headers["Signature"]);
        if (incoming?.Type == TestDelivery.EventType)
        {
            await TestAnswer.For(context).ExecuteAsync(context);
            return;
        }
        if (incoming is not null && await WriteAsync(incoming, started) is { } result)
        {
            recent.Note(incoming, context.Connection.RemoteIpAddress, body.Length);
            await AnswerAsync(context.Response, result == Appended.Duplicate ? Repeated : Accepted);
        }
        else
        {
            await Refuse(context, refusal ?? NotCommitted, body).ExecuteAsync(context);
        }
    }

    private async Task<(byte[] Body, Refusal?)> ReadAsync(HttpContext context)
    {
        if (DeliveryBody.IsTooLarge(context.Request))
            return ([], DeliveryBody.TooLarge);
        // Checked before the body is read, to save the memory.
        if (string.IsNullOrEmpty(context.Request.Headers["Signature"]))
            return ([], DeliveryInspector.NoSignature);
        // The signature is over the original bytes, so it would look forged.
        return DeliveryBody.IsCompressed(context.Request)
            ? ([], DeliveryBody.Compressed)
            : await bodies.ReadAsync(context);
    }

    /// <returns>Null when the event could not be committed.</returns>
    private async Task<Appended?> WriteAsync(IncomingEvent incoming, long started)
    {
        try
        {
            var result = await writer.WriteAsync(incoming).WaitAsync(CommitTimeout, time);
            metrics.Accepted(incoming.Type, result, time.GetElapsedTime(started));
            tally.Count(result);
            return result;
        }
        catch (Exception exception) when (exception is NotCommittedException or TimeoutException)
        {
            return null;
        }
    }

    private static byte[] Answer(bool duplicate) =>
        JsonSerializer.SerializeToUtf8Bytes(new DeliveryReceipt(true, duplicate), JsonSerializerOptions.Web);

    private static ValueTask AnswerAsync(HttpResponse response, byte[] answer)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Length;
        return response.Body.WriteAsync(answer);
    }

    private IResult Refuse(HttpContext context, Refusal refusal, byte[] body)
    {
        metrics.Refused(refusal.Reason);
        tally.Count(refusal);
        samples.Note(context, refusal, body);
        refusals.Write(refusal, context.Connection.RemoteIpAddress);
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
}
