using Dashboard.Domain.Connections;
using Dashboard.Text;

namespace Dashboard.Features.Connections;

/// <summary>How many connections of a list broke and were repaired, for screen readers.</summary>
public sealed record ListAnnouncement(int Broken, int Repaired)
{
    public static readonly ListAnnouncement None = new(0, 0);

    /// <summary>"2 connections broke, 1 was repaired"; null when neither happened.</summary>
    public string? Words =>
        (Broken, Repaired) switch
        {
            (0, 0) => null,
            (_, 0) => Counts.Of(Broken, "connection") + " broke",
            (0, _) => $"{Counts.Of(Repaired, "connection")} {Was(Repaired)} repaired",
            _ => $"{Counts.Of(Broken, "connection")} broke, {Repaired} {Was(Repaired)} repaired",
        };

    /// <summary>Both together.</summary>
    public ListAnnouncement And(ListAnnouncement other) =>
        new(Broken + other.Broken, Repaired + other.Repaired);

    /// <param name="changes">What changed.</param>
    /// <param name="wasListed">Whether a connection stood in the list before the changes.</param>
    internal static ListAnnouncement Of(IReadOnlyList<ConnectionChange> changes, Func<string, bool> wasListed)
    {
        var (broken, repaired) = (0, 0);
        foreach (var change in changes)
        {
            if (change.Health == change.PreviousHealth)
                continue;
            if (change.Health == Health.Disabled)
                broken++;
            else if (
                change is { Health: Health.Healthy, PreviousHealth: Health.Disabled }
                && wasListed(change.Id)
            )
                repaired++;
        }
        return new ListAnnouncement(broken, repaired);
    }

    private static string Was(int count) => count == 1 ? "was" : "were";
}
