using System.ComponentModel;

namespace Dashboard.Api;

/// <summary>
/// Finds values that are not of their setting's type. The framework would stop at the first and quote it; a secret may
/// have been entered under the wrong key.
/// </summary>
internal static class UnreadableSettings
{
    /// <returns>A sentence for each, in order of the key; no value is shown.</returns>
    public static IReadOnlyList<string> In(IConfiguration settings)
    {
        var known = new KnownSettings(typeof(UnreadableSettings).Assembly);
        return
        [
            .. settings
                .AsEnumerable()
                .Where(setting => !string.IsNullOrEmpty(setting.Value))
                .Where(setting => known.TypeOf(setting.Key) is { } type && !IsReadable(type, setting.Value!))
                .OrderBy(setting => setting.Key, StringComparer.Ordinal)
                .Select(setting =>
                    $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)} must be {Words(known.TypeOf(setting.Key)!)}."
                ),
        ];
    }

    private static bool IsReadable(Type type, string value)
    {
        try
        {
            return TypeDescriptor.GetConverter(type) is var converter
                && (
                    !converter.CanConvertFrom(typeof(string))
                    || converter.ConvertFromInvariantString(value) is not null
                );
        }
        // Converters wrap what went wrong in exceptions of several types.
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or OverflowException
                || exception.InnerException is FormatException or OverflowException
            )
        {
            return false;
        }
    }

    private static string Words(Type type) =>
        type == typeof(TimeSpan) ? "a time such as 00:00:30"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : $"a value of type {type.Name}";
}
