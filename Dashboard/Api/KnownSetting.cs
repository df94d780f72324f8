using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Dashboard.Api;

/// <summary>What is known of a setting, as its property says.</summary>
/// <param name="Key">With colons; an index is 0, and a map ends with a colon.</param>
/// <param name="Type">What the value has to be.</param>
/// <param name="Effect">A sentence.</param>
/// <param name="IsSecret">Whether its value must never be shown.</param>
/// <param name="Default">The value in force while it is not set; null: none.</param>
internal sealed record KnownSetting(string Key, Type Type, string Effect, bool IsSecret, string? Default)
{
    /// <summary>The key as environment variables have it.</summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);

    public static KnownSetting Of(string key, PropertyInfo property, object? value) =>
        new(
            key,
            property.PropertyType,
            property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
            property.GetCustomAttribute<PasswordPropertyTextAttribute>() is { Password: true },
            Text(value)
        );

    private static string? Text(object? value) =>
        value switch
        {
            null or "" => null,
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
