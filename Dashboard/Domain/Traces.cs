using System.Diagnostics;

namespace Dashboard.Domain;

/// <summary>
/// The spans of the product's own work, from a delivery to the screens. Without a listener they cost next to nothing. Their
/// attributes hold numbers and names of our own, never ids, addresses or anything else of a customer.
/// </summary>
public static class Traces
{
    public const string SourceName = "Dashboard";

    /// <summary>A batch of deliveries in one transaction.</summary>
    public const string Commit = "webhooks.commit";

    /// <summary>The changed rows, read once for all screens of the node.</summary>
    public const string ReadRows = "screens.read";

    /// <summary>A listener is told of a change: the reader of the rows, a screen, a client of the hub. Ends when it is shown or sent.</summary>
    public const string Notify = "live.notify";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of the caller; default when there is none or nobody listens.</summary>
    public static ActivityContext Here =>
        Source.HasListeners() ? Activity.Current?.Context ?? default : default;

    /// <returns>Null when nobody listens.</returns>
    /// <param name="name">One of the names above.</param>
    /// <param name="cause">The span that led to it, also of another node; default: none is known.</param>
    public static Activity? Start(string name, ActivityContext cause) =>
        Source.StartActivity(name, ActivityKind.Internal, cause);

    /// <summary>Work for several callers at once: it belongs to the trace of the first, and is linked to the others.</summary>
    /// <returns>Null when nobody listens.</returns>
    public static Activity? Start(string name, IEnumerable<ActivityContext> causes)
    {
        if (!Source.HasListeners())
            return null;
        var known = causes.Where(cause => cause.TraceId != default).Distinct().ToList();
        return Source.StartActivity(
            name,
            ActivityKind.Internal,
            known.FirstOrDefault(),
            links: known.Skip(1).Select(cause => new ActivityLink(cause))
        );
    }

    /// <summary>As it travels between nodes (W3C <c>traceparent</c>); null when there is none.</summary>
    public static string? Format(ActivityContext cause) =>
        cause.TraceId == default
            ? null
            : $"00-{cause.TraceId}-{cause.SpanId}-{(cause.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";

    /// <returns>Default when it can't be read.</returns>
    public static ActivityContext Parse(string? written) =>
        ActivityContext.TryParse(written, traceState: null, isRemote: true, out var cause) ? cause : default;
}
