using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api;

/// <summary>Errors as problem details (RFC 9457); each says what to do.</summary>
public static class ApiProblems
{
    public static ProblemHttpResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Bad(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status);

    /// <param name="errors">The errors of each parameter or property.</param>
    public static ValidationProblem Invalid(IDictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(
            errors,
            detail: string.Join(' ', errors.Values.SelectMany(messages => messages)),
            title: "The request is not valid."
        );
}
