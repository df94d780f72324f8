using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Dashboard.Domain.Emails;

/// <summary>
/// The one form in which addresses are compared: in stores, searches, bounces and suppressions. Case, Unicode
/// normalization, and the spelling of a domain in Unicode or in punycode make no difference.
/// </summary>
public static class EmailAddress
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>The form in which addresses are compared; also of a part of an address, such as the start.</summary>
    public static string Normalize(string address)
    {
        var text = Fold(InputText.Trim(address));
        var at = text.LastIndexOf('@');
        return at < 0 ? text : $"{text[..at]}@{Domain(text[(at + 1)..])}";
    }

    /// <summary>The normalized part after the last @; empty when there is no @.</summary>
    public static string DomainOf(string address)
    {
        var normal = Normalize(address);
        return normal[(normal.LastIndexOf('@') is var at and >= 0 ? at + 1 : normal.Length)..];
    }

    /// <summary>
    /// The spellings in which a store that keeps addresses as they were entered, or a mail server, may have an address.
    /// </summary>
    public static IReadOnlyList<string> Spellings(string address)
    {
        var normal = Normalize(address);
        var at = normal.LastIndexOf('@');
        return
        [
            .. new[]
            {
                address,
                normal,
                at < 0 ? normal : $"{normal[..at]}@{Ascii(normal[(at + 1)..])}",
            }.Distinct(),
        ];
    }

    /// <summary>
    /// The text as it is stored: without invisible characters around it, and with composed letters, as addresses
    /// require.
    /// </summary>
    public static string Tidy(string text)
    {
        var trimmed = InputText.Trim(text);
        try
        {
            return trimmed.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return trimmed;
        }
    }

    /// <summary>The address alone of <c>Zoë &lt;zoe@example.com&gt;</c> or <c>zoe@example.com</c>; null when the text is not an address.</summary>
    public static string? Read(string? text)
    {
        var trimmed = text is null ? "" : Tidy(text);
        return
            MailAddress.TryCreate(trimmed, out var parsed)
            && (
                parsed.Address == trimmed || trimmed.EndsWith($"<{parsed.Address}>", StringComparison.Ordinal)
            )
            && !parsed.Address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && InputText.Fault(parsed.Address) is null
            ? parsed.Address
            : null;
    }

    // The mapping folds case and width too.
    private static string Domain(string domain)
    {
        try
        {
            return Idn.GetUnicode(Ascii(domain)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    private static string Ascii(string domain)
    {
        try
        {
            return Idn.GetAscii(domain.TrimEnd('.')).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    private static string Fold(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC)
                .ToLowerInvariant()
                .Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Lone surrogates can't be normalized.
            return text.ToLowerInvariant();
        }
    }
}
