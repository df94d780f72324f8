namespace Dashboard.Components.Navigation;

/// <summary>Addresses of pages whose state is in the query.</summary>
public static class PageAddress
{
    /// <summary>The path with a query of the non-empty values.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        List<string> query = [];
        foreach (var (name, value) in values)
        {
            if (value is not null)
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>The value of a parameter that is the name of one of several choices; null for other values.</summary>
    public static T? Choice<T>(string? value)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(value, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(value!, ignoreCase: true)
            : null;

    /// <summary>The name of a choice in an address; null for the first one, which addresses leave out.</summary>
    public static string? Word<T>(T choice)
        where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(choice, default) ? null : choice.ToString().ToLowerInvariant();

    /// <summary>The trimmed value of a parameter; null when it is empty.</summary>
    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
