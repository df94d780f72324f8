namespace Dashboard.Access;

/// <summary>Recognizes requests of programs, which get a status code instead of a sign-in page.</summary>
internal static class AccessPaths
{
    public const string SignIn = "/account/sign-in";
    public const string SetUpSecondFactor = "/account/second-factor";
    public const string Denied = "/no-permission";
    private static readonly PathString Hubs = "/hubs";
    private static readonly PathString Circuits = "/_blazor";
    private static readonly PathString Api = "/api";

    public static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Hubs);

    /// <summary>A connection to a circuit, which keeps the user of this request.</summary>
    public static bool IsCircuit(HttpRequest request) => request.Path.StartsWithSegments(Circuits);

    public static bool IsForPrograms(HttpRequest request) =>
        IsHub(request) || request.Path.StartsWithSegments(Api);
}

/// <summary>Refusals as problem details (RFC 9457).</summary>
internal static class AccessProblems
{
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
