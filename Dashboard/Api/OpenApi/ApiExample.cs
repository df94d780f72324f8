namespace Dashboard.Api.OpenApi;

/// <summary>An example of a response or a body in the API's description.</summary>
/// <param name="Status">The status of the response; null for the request's body.</param>
/// <param name="IsRequired">Whether the body is required.</param>
public sealed record ApiExample(int? Status, object Value, bool IsRequired = true);

/// <summary>Describes an operation in addition to its signature.</summary>
public static class ApiExampleExtensions
{
    public static TBuilder WithAnswerExample<TBuilder>(this TBuilder builder, int status, object value)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ApiExample(status, value));

    public static TBuilder WithBodyExample<TBuilder>(this TBuilder builder, object value)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ApiExample(null, value));

    /// <summary>The operation accepts an optional body.</summary>
    public static TBuilder WithOptionalBodyExample<TBuilder>(this TBuilder builder, object value)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ApiExample(null, value, IsRequired: false));

    /// <summary>The operation returns an <c>ETag</c>.</summary>
    public static TBuilder WithEntityTag<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new EntityTagged());
}
