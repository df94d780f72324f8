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
                ? Secrets().Replace(StoredPayload.From(body, withDetails: !isTrade), $"$1{Cut}")
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
        var details = read.IndexOf("details", StringComparison.Ordinal);
        if (details >= 0 && read.Contains("TRADE", StringComparison.Ordinal))
            read = read[..details] + Cut;
        return Opaque().Replace(Secrets().Replace(read, $"$1{Cut}"), Cut);
    }

    // The value behind a name that ends in one of these, quoted, percent-encoded or neither.
    [GeneratedRegex(
        @"((?:secret|token|password|authorization|signature|api_?key|consumer_?key)(?:[""'\\\s:=]|%22|%3[aAdD]|%20|&quot;)+)(?:(?!%22|%2[cC]|&)[^""',}\s\\])+",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 500
    )]
    private static partial Regex Secrets();

    // Longer than an id: a key, a token, or a body in base64.
    [GeneratedRegex(@"[A-Za-z0-9+/=_\-]{40,}", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Opaque();
}
