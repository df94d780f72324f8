namespace Dashboard.Api.OpenApi;

/// <summary>Describes a parameter. Operations read parameters as strings, to report all errors at once.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ApiParameterAttribute(string description) : Attribute
{
    public string Description { get; } = description;
    public string? Example { get; init; }

    /// <summary>The enumeration whose names are allowed.</summary>
    public Type? Names { get; init; }

    /// <summary>Such as <c>date-time</c>.</summary>
    public string? Format { get; init; }
}
