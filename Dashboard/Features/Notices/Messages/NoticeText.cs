namespace Dashboard.Features.Notices.Messages;

/// <summary>A message to the team, independent of its channel.</summary>
/// <param name="Title">One line: what happened.</param>
/// <param name="Summary">What it means.</param>
/// <param name="Link">Where the dashboard shows it.</param>
internal sealed record NoticeText(string Title, string Summary, string Link)
{
    public IReadOnlyList<(string Label, string Value)> Facts { get; init; } = [];
    public IReadOnlyList<(string Title, IReadOnlyList<string> Lines)> Lists { get; init; } = [];

    /// <summary>The last line, such as the time zone of the times.</summary>
    public string? Foot { get; init; }
}
