using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain;

namespace Dashboard.SnapTrade;

/// <summary>Makes <see cref="SnapTradeException"/>s out of answers and of failures to get one.</summary>
internal static partial class SnapTradeErrors
{
    private const int MaxBodyLength = 64 * 1024;
    private const int MaxDetailLength = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The typed form of what went wrong; null for a fault of our own.</summary>
    public static SnapTradeException? From(Exception exception, SnapTradeCall call) =>
        exception switch
        {
            SnapTradeException known => known,
            OperationCanceledException => new(
                SnapTradeErrorKind.Timeout,
                $"SnapTrade did not respond to {call} in time."
            ),
            JsonException => Unexpected(call),
            AnswerTooLargeException large => new(
                SnapTradeErrorKind.InvalidResponse,
                $"SnapTrade's response to {call} was not read: it is larger than {large.MaxBytes / 1024} KB."
            ),
            HttpRequestException or IOException => new(
                SnapTradeErrorKind.Unreachable,
                $"SnapTrade could not be reached for {call}.",
                exception
            ),
            _ => null,
        };

    public static SnapTradeException Unexpected(SnapTradeCall call) =>
        new(SnapTradeErrorKind.InvalidResponse, $"SnapTrade's response to {call} could not be understood.");

    public static async Task<SnapTradeException> ReadAsync(
        HttpResponseMessage response,
        SnapTradeCall call,
        string consumerKey,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (detail, code) = Parse(await ReadBodyAsync(response, cancellationToken));
        detail = Scrub(Scrub(detail, call.Secret), consumerKey);
        detail = detail is null ? null : UrlRedaction.Redact(detail);
        var status = (int)response.StatusCode;
        var requestId = response.Headers.TryGetValues("X-Request-ID", out var ids) ? ids.First() : null;
        var kind = Kind(status);
        return new(
            kind,
            $"SnapTrade answered {status} to {call}: {detail ?? "no detail"} (code {code ?? "none"}, request {requestId ?? "unnamed"})"
        )
        {
            StatusCode = status,
            Code = code,
            Detail = detail,
            RequestId = requestId,
            RetryAfter =
                kind == SnapTradeErrorKind.RateLimited
                    ? AtMostAnHour(RetryAfter(response, detail, time))
                    : null,
        };
    }

    private static SnapTradeErrorKind Kind(int status) =>
        status switch
        {
            401 => SnapTradeErrorKind.Unauthorized,
            402 => SnapTradeErrorKind.Disabled,
            403 => SnapTradeErrorKind.Forbidden,
            404 => SnapTradeErrorKind.NotFound,
            410 => SnapTradeErrorKind.Gone,
            425 => SnapTradeErrorKind.StillSyncing,
            429 => SnapTradeErrorKind.RateLimited,
            408 or 504 => SnapTradeErrorKind.Timeout,
            >= 500 => SnapTradeErrorKind.ServerError,
            >= 400 => SnapTradeErrorKind.BadRequest,
            _ => SnapTradeErrorKind.InvalidResponse,
        };

    private static async Task<byte[]> ReadBodyAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[MaxBodyLength];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(
            buffer,
            buffer.Length,
            throwOnEndOfStream: false,
            cancellationToken
        );
        return buffer[..length];
    }

    private static (string? Detail, string? Code) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? (Text(root, "detail", "default_detail"), Text(root, "code", "default_code"))
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement root, string name, string otherName)
    {
        if (!root.TryGetProperty(name, out var value) && !root.TryGetProperty(otherName, out value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
        return text?.Length > MaxDetailLength ? text[..MaxDetailLength] : text;
    }

    private static string? Scrub(string? text, string? secret) =>
        string.IsNullOrEmpty(secret) ? text : text?.Replace(secret, "*", StringComparison.Ordinal);

    // A wrong date must not keep connections from being checked.
    private static TimeSpan? AtMostAnHour(TimeSpan? wait) => wait > LongestWait ? LongestWait : wait;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, string? detail, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        if (header?.Delta is { } delta)
            return delta;
        if (header?.Date is { } date)
            return date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero;
        if (RateLimit.ReadReset(response.Headers) is { } reset)
            return reset;
        var said = AvailableIn().Match(detail ?? "");
        return said.Success
            ? TimeSpan.FromSeconds(int.Parse(said.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"available in (\d{1,5}) second", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AvailableIn();
}
