namespace Dashboard.Api.OpenApi;

/// <summary>What an operation is shown to answer or to take in the API's description.</summary>
/// <param name="Status">Of the answer; null for the request's body.</param>
/// <param name="IsRequired">Of a body: without it the request makes no sense.</param>
public sealed record ApiExample(int? Status, object Value, bool IsRequired = true);

/// <summary>What the API's description says of an operation, beside what its signature says.</summary>
public static class ApiExampleExtensions
{
    public static TBuilder WithAnswerExample<TBuilder>(this TBuilder builder, int status, object value)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ApiExample(status, value));

    public static TBuilder WithBodyExample<TBuilder>(this TBuilder builder, object value)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ApiExample(null, value));

    /// <summary>The operation takes a body, and does without one.</summary>
    public static TBuilder WithOptionalBodyExample<TBuilder>(this TBuilder builder, object value)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ApiExample(null, value, IsRequired: false));

    /// <summary>The operation answers with an <c>ETag</c>.</summary>
    public static TBuilder WithEntityTag<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new EntityTagged());
}
