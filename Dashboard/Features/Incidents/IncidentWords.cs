using System.Globalization;
using Dashboard.Domain.Incidents;

namespace Dashboard.Features.Incidents;

internal static class IncidentWords
{
    /// <summary>"214 connections broke", "1 connection broke".</summary>
    public static string Broke(int breaks) =>
        breaks == 1 ? "1 connection broke" : $"{Number(breaks)} connections broke";

    /// <summary>What would be usual: "3", "fewer than 1".</summary>
    public static string Usual(double expected) =>
        expected < 0.5 ? "fewer than 1" : Number((long)Math.Round(expected));

    /// <summary>How it ended, for the list of past ones.</summary>
    public static string Ended(Incident incident) =>
        incident.ClosedBy is { } by ? $"Ended by {by}" : "Ended by itself";

    public static string Opened(Incident incident) =>
        incident.OpenedBy is { } by ? $"Declared by {by}" : "Detected";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
