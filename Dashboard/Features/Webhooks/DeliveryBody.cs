using System.Buffers;
using System.IO.Pipelines;
using Dashboard.Access;
using Dashboard.Domain.Deliveries;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Features.Webhooks;

/// <summary>Reads the body of a delivery within limits of size, time and memory over all deliveries.</summary>
internal sealed class DeliveryBody(BodyBudget budget, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static readonly Refusal TooLarge = new(
        StatusCodes.Status413PayloadTooLarge,
        DeliveryOutcomes.TooLarge,
        $"The body is larger than {WebhookOptions.MaxBodySize / 1024} KB."
    );

    public static readonly Refusal Compressed = new(
        StatusCodes.Status415UnsupportedMediaType,
        DeliveryOutcomes.Compressed,
        "The body is compressed. A relay in front of the dashboard must forward what SnapTrade sent, byte for byte."
    );

    private static readonly Refusal TooSlow = new(
        StatusCodes.Status408RequestTimeout,
        DeliveryOutcomes.TooSlow,
        "The body did not arrive in time. Send the event again."
    );

    private static readonly Refusal BrokenOff = new(
        StatusCodes.Status400BadRequest,
        DeliveryOutcomes.BrokenOff,
        "The body is not valid HTTP."
    );

    private static readonly Refusal Busy = new(
        StatusCodes.Status503ServiceUnavailable,
        DeliveryOutcomes.Busy,
        "Too many deliveries are arriving at once. Send the event again later."
    );

    /// <summary>Whether something between SnapTrade and us has compressed the body; SnapTrade never does.</summary>
    public static bool IsCompressed(HttpRequest request) =>
        request
            .Headers.ContentEncoding.SelectMany(value => (value ?? "").Split(','))
            .Any(coding =>
                !string.IsNullOrWhiteSpace(coding)
                && !coding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Whether the request announces a body that is too large.</summary>
    public static bool IsTooLarge(HttpRequest request) => request.ContentLength > WebhookOptions.MaxBodySize;

    public async Task<(byte[] Body, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (IsTooLarge(context.Request))
            return ([], TooLarge);
        // The server's own limit is meant for uploads; a body above ours is refused immediately.
        if (
            context.Request.ContentLength is null
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit
        )
            limit.MaxRequestBodySize = WebhookOptions.MaxBodySize + 1;
        try
        {
            // Most bodies arrive in one packet with their headers, so they don't need a reservation.
            return
                context.Request.BodyReader.TryRead(out var arrived)
                && Take(context.Request, arrived) is { } whole
                ? whole
                : await AwaitAsync(context);
        }
        catch (BadHttpRequestException exception)
        {
            return ([], RefusalOf(exception.StatusCode));
        }
        catch (IOException)
        {
            // The server's exception for a lost connection, and for a chunk whose size overflows.
            return ([], BrokenOff);
        }
    }

    private static Refusal RefusalOf(int status) =>
        status switch
        {
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            StatusCodes.Status408RequestTimeout => TooSlow,
            _ => BrokenOff,
        };

    private async Task<(byte[] Body, Refusal? Refusal)> AwaitAsync(HttpContext context)
    {
        using var awaited = budget.Await(ClientAddress.KeyOf(context.Connection.RemoteIpAddress));
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token,
            awaited.GaveWay,
            context.RequestAborted
        );
        try
        {
            return await ReadAsync(context.Request, awaited, any.Token);
        }
        catch (OperationCanceledException) when (awaited.GaveWay.IsCancellationRequested)
        {
            return ([], Busy);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ([], TooSlow);
        }
    }

    private static async Task<(byte[] Body, Refusal? Refusal)> ReadAsync(
        HttpRequest request,
        AwaitedBody awaited,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            awaited.Hold(Math.Min(result.Buffer.Length, WebhookOptions.MaxBodySize));
            if (Take(request, result) is { } read)
                return read;
        }
    }

    /// <returns>The body, or why it is refused; null when more of it follows.</returns>
    private static (byte[] Body, Refusal? Refusal)? Take(HttpRequest request, ReadResult result)
    {
        if (result.Buffer.Length > WebhookOptions.MaxBodySize)
            return ([], TooLarge);
        if (!result.IsCompleted)
        {
            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            return null;
        }
        var body = result.Buffer.ToArray();
        request.BodyReader.AdvanceTo(result.Buffer.End);
        return (body, null);
    }
}
