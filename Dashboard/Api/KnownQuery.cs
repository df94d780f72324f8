namespace Dashboard.Api;

/// <summary>
/// Refuses unknown query parameters: a misspelt filter must not be ignored and return all
/// rows.
/// </summary>
internal static class KnownQuery
{
    private const int MaxNamed = 10;
    private const int MaxNameLength = 40;

    public static EndpointFilterDelegate Create(
        EndpointFilterFactoryContext factory,
        EndpointFilterDelegate next
    )
    {
        var parameters = factory
            .MethodInfo.GetParameters()
            .Where(p => p.ParameterType == typeof(string) || p.ParameterType == typeof(string[]))
            .Select(p => p.Name!)
            .ToList();
        return context =>
        {
            var request = context.HttpContext.Request;
            if (request.Query.Count == 0)
                return next(context);
            var known = parameters.Where(p => !request.RouteValues.ContainsKey(p)).ToList();
            var unknown = request
                .Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                .ToList();
            return unknown.Count == 0 ? next(context) : ValueTask.FromResult<object?>(Refuse(unknown, known));
        };
    }

    private static IResult Refuse(IEnumerable<string> unknown, List<string> known)
    {
        var takes = known.Count == 0 ? "no parameters" : string.Join(", ", known);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (
            var name in unknown.Take(MaxNamed).Select(n => n.Length > MaxNameLength ? n[..MaxNameLength] : n)
        )
            errors[name] = [$"{name} is not a parameter of this operation, which accepts {takes}."];
        return ApiProblems.Invalid(errors);
    }
}
