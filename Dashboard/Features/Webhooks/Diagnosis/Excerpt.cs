using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Dashboard.Data;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>
/// The beginning of a refused body, for people who look for the cause. An event is stored as accepted ones are: without
/// webhookSecret and orders. Of other text, values that could be secrets are cut out, and nothing is kept of what is no text.
/// </summary>
internal static partial class Excerpt
{
    private const string Cut = "…";

    // Regular expressions need a bounded text; what a cut would leave of a secret must not be kept either.
    private const int MaxRead = 8 * RefusedDelivery.ExcerptLength;

    /// <param name="body">As received, or as it was before it was changed.</param>
    public static string? Of(byte[] body)
    {
        if (body.Length == 0 || !Utf8.IsValid(body))
            return null;
        try
        {
            var text = OfEvent(body) ?? OfText(Encoding.UTF8.GetString(body));
            return text is null ? null : Limits.Cut(text, RefusedDelivery.ExcerptLength);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string? OfEvent(byte[] body)
    {
        try
        {
            var isTrade = body.AsSpan().IndexOf("TRADE_"u8) >= 0;
            return body.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..]
                ? WithoutSecrets(StoredPayload.From(body, withDetails: !isTrade))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? OfText(string text)
    {
        var read = Limits.Cut(text, MaxRead)!;
        if (read.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')))
            return null;
        return WithoutSecrets(read);
    }

    // A relay may have wrapped the event, so that orders stand anywhere.
    private static string WithoutSecrets(string text)
    {
        var read = Limits.Cut(text, MaxRead)!;
        if (
            read.Contains("TRADE", StringComparison.Ordinal)
            && Orders().Match(read) is { Success: true } orders
        )
            read = read[..orders.Index] + Cut;
        return Opaque().Replace(Secrets().Replace(read, $"$1{Cut}"), Cut);
    }

    [GeneratedRegex("details|orders", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Orders();

    // The value behind a name that ends in one of these, quoted, percent-encoded or neither.
    [GeneratedRegex(
        @"((?:secret|token|password|authorization|signature|api[_-]?key|consumer[_-]?key)(?:[""'\\\s:=]|%22|%3[aAdD]|%20|&quot;)+(?:bearer\s+|basic\s+)?)(?:(?!%22|%2[cC]|&)[^""',}\s\\])+",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 500
    )]
    private static partial Regex Secrets();

    // Longer than an id: a key, a token, or a body in base64.
    [GeneratedRegex(@"[A-Za-z0-9+/=_\-]{40,}", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Opaque();
}
