using Dashboard.Domain.Incidents;
using Dashboard.Text;

namespace Dashboard.Features.Incidents;

internal static class IncidentWords
{
    /// <summary>"214 connections broke", "1 connection broke".</summary>
    public static string Broke(int breaks) => $"{Counts.Of(breaks, "connection")} broke";

    /// <summary>What would be usual: "3", "fewer than 1".</summary>
    public static string Usual(double expected) =>
        expected < 0.5 ? "fewer than 1" : Counts.Number((long)Math.Round(expected));

    /// <summary>The usual rate: "usually 3 an hour", "usually fewer than 1 an hour".</summary>
    /// <param name="perStep">In five minutes.</param>
    public static string UsualRate(double perStep) =>
        $"usually {Usual(perStep * (TimeSpan.FromHours(1) / BreakSeries.Step))} an hour";

    /// <summary>How it ended, for the list of past ones.</summary>
    public static string Ended(Incident incident) =>
        incident.ClosedBy is { } by ? $"Ended by {Bidi.Isolate(by)}" : "Ended automatically";

    public static string Opened(Incident incident) =>
        incident.OpenedBy is { } by ? $"Declared by {Bidi.Isolate(by)}" : "Detected";
}
