using Dashboard.Components.Parts;

namespace Dashboard.Features.Settings.Health;

/// <summary>How a part of the product is, from good to bad. What is not known is not good.</summary>
public enum Standing
{
    Working,
    Unknown,
    Attention,
    Failing,
}

/// <summary>One part of the product.</summary>
/// <param name="Name">"Webhooks".</param>
/// <param name="Words">The figures that show it, or what to do.</param>
/// <param name="Short">What the frame says of it when it is not good: "Webhooks refused".</param>
/// <param name="Since">A moment that the words are about, shown as an age before them.</param>
public sealed record HealthPart(
    string Name,
    Standing Standing,
    string Words,
    string? Short = null,
    DateTimeOffset? Since = null
);

/// <summary>Whether the product works: the worst of its parts.</summary>
public sealed record Verdict(IReadOnlyList<HealthPart> Parts)
{
    public Standing Standing => Parts.Count == 0 ? Standing.Unknown : Parts.Max(p => p.Standing);

    /// <summary>"All working", or what is not: "Webhooks refused and 1 more".</summary>
    public string Words
    {
        get
        {
            if (Standing == Standing.Working)
                return "All working";
            var worst = Parts.Where(p => p.Standing == Standing).ToList();
            if (worst is not [var first, ..])
                return "Not known yet";
            var words = first.Short ?? first.Name;
            return worst.Count == 1 ? words : $"{words} and {worst.Count - 1} more";
        }
    }
}

/// <summary>The look of standings.</summary>
internal static class Standings
{
    public static Tone Tone(this Standing standing) =>
        standing switch
        {
            Standing.Working => Components.Parts.Tone.Ok,
            Standing.Attention => Components.Parts.Tone.Wait,
            Standing.Failing => Components.Parts.Tone.Bad,
            _ => Components.Parts.Tone.Neutral,
        };

    public static string Icon(this Standing standing) =>
        standing switch
        {
            Standing.Working => "check",
            Standing.Unknown => "clock",
            _ => "warning",
        };
}
