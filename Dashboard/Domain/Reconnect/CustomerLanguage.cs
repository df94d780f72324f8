using System.Globalization;

namespace Dashboard.Domain.Reconnect;

/// <summary>A language that customers are addressed in; SnapTrade's portal has these two.</summary>
public sealed class CustomerLanguage
{
    public static readonly CustomerLanguage English = new("en", "English", "en-GB");
    public static readonly CustomerLanguage Portuguese = new("pt-BR", "Português", "pt-BR");
    public static readonly IReadOnlyList<CustomerLanguage> All = [English, Portuguese];

    private CustomerLanguage(string tag, string name, string culture) =>
        (Tag, Name, Culture) = (tag, name, CultureInfo.GetCultureInfo(culture));

    /// <summary>For the <c>lang</c> attribute: <c>en</c> or <c>pt-BR</c>.</summary>
    public string Tag { get; }

    /// <summary>What its speakers call it.</summary>
    public string Name { get; }

    /// <summary>How dates and numbers are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The language of a user's locale; English when it is neither.</summary>
    public static CustomerLanguage Of(string? locale) => Find(locale) ?? English;

    /// <summary>Null for a locale of another language, or none.</summary>
    public static CustomerLanguage? Find(string? locale) =>
        IsOf("pt", locale) ? Portuguese
        : IsOf("en", locale) ? English
        : null;

    public override string ToString() => Tag;

    private static bool IsOf(string language, string? locale) =>
        locale?.StartsWith(language, StringComparison.OrdinalIgnoreCase) == true
        && (locale.Length == language.Length || locale[language.Length] is '-' or '_');
}
