using System.Globalization;
using System.Text.Json;
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
internal sealed class WebhookEndpoint(
    EventWriter writer,
    DeliveryBody bodies,
    DeliveryInspector inspector,
    WebhookMetrics metrics,
    TimeProvider time,
    RefusalLog refusals
)
{
    // Shorter than SnapTrade waits, as far as is known; an event that is committed later is a duplicate when it is sent again.
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private static readonly Refusal NotCommitted = new(
        StatusCodes.Status503ServiceUnavailable,
        "not-committed",
        "The event was not stored. Send it again later."
    );

    private static readonly byte[] Accepted = Answer(duplicate: false);
    private static readonly byte[] Repeated = Answer(duplicate: true);

    public async Task HandleAsync(HttpContext context)
    {
        var (receipt, refusal) = await TakeAsync(context);
        if (refusal is null)
            await AnswerAsync(context.Response, receipt == Appended.Duplicate ? Repeated : Accepted);
        else
            await Refuse(context, refusal).ExecuteAsync(context);
    }

    private async Task<(Appended, Refusal?)> TakeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        if (DeliveryBody.IsTooLarge(context.Request))
            return (default, DeliveryBody.TooLarge);
        string? signature = context.Request.Headers["Signature"];
        // Checked before the body is read, to save the memory.
        if (string.IsNullOrEmpty(signature))
            return (default, DeliveryInspector.NoSignature);
        // The signature is over the original bytes, so it would look forged.
        if (DeliveryBody.IsCompressed(context.Request))
            return (default, DeliveryBody.Compressed);
        var (body, refusal) = await bodies.ReadAsync(context);
        if (refusal is not null)
            return (default, refusal);
        (var incoming, refusal) = inspector.Inspect(body, signature);
        if (refusal is not null)
            return (default, refusal);
        try
        {
            var result = await writer.WriteAsync(incoming!).WaitAsync(CommitTimeout, time);
            metrics.Accepted(incoming!.Type, result, time.GetElapsedTime(started));
            return (result, null);
        }
        catch (Exception exception) when (exception is NotCommittedException or TimeoutException)
        {
            return (default, NotCommitted);
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

    private IResult Refuse(HttpContext context, Refusal refusal)
    {
        metrics.Refused(refusal.Reason);
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
