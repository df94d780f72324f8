namespace Dashboard.Api;

/// <summary>Adds details to readiness for callers who may see them.</summary>
public interface IReadinessDetails
{
    /// <returns>Lines of text; none for others.</returns>
    Task<IReadOnlyList<string>> ReadAsync(HttpContext context);
}
