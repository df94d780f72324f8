using Dashboard.Components.Parts;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;

namespace Dashboard.Features.Outbox;

/// <summary>How far a step came.</summary>
public enum StepMark
{
    /// <summary>Not reached.</summary>
    Ahead,

    /// <summary>For all of the connections.</summary>
    Done,

    /// <summary>For some of the connections, or probably not by a person.</summary>
    Partly,
    Bad,
}

/// <param name="Icon">A name from <see cref="IconShapes"/>.</param>
/// <param name="Words">"opened", "not opened".</param>
public sealed record EmailStep(string Icon, StepMark Mark, string Words);

/// <summary>The outcome of an e-mail: what customers did with its links, and whether their connections were repaired.</summary>
public sealed record EmailSteps(EmailStep Sent, EmailStep Opened, EmailStep Started, EmailStep Repaired)
{
    public IReadOnlyList<EmailStep> All => [Sent, Opened, Started, Repaired];

    /// <summary>All steps in words: "sent, opened, not started, not repaired".</summary>
    public string Words => string.Join(", ", All.Select(step => step.Words));

    /// <summary>
    /// The one step to show in words: the repair or what stands in its way, or else where it stopped. Empty while it is not
    /// sent, which the state of the e-mail says.
    /// </summary>
    public string Summary =>
        Repaired.Mark != StepMark.Ahead ? Repaired.Words
        : Sent.Mark != StepMark.Done ? ""
        : All.First(step => step.Mark != StepMark.Done).Words;

    public Tone Tone =>
        Repaired.Mark switch
        {
            StepMark.Done => Tone.Ok,
            StepMark.Bad => Tone.Bad,
            _ => Tone.Neutral,
        };

    /// <summary>Null for an e-mail without links, and for one that is not sent any more.</summary>
    public static EmailSteps? Of(OutboxRow row)
    {
        if (row.Items.Count == 0 || row.Email.State is EmailState.Skipped or EmailState.Cancelled)
            return null;
        var isStarted = row.Items.Any(i => i.Link?.StartedAt is not null);
        return new EmailSteps(
            SentOf(row.Email),
            OpenedOf(row.Items),
            new("open", isStarted ? StepMark.Done : StepMark.Ahead, isStarted ? "started" : "not started"),
            RepairedOf(row.Items, row.Email.FinishedAt ?? row.Email.CreatedAt)
        );
    }

    /// <summary>The same for one of its connections.</summary>
    public static EmailSteps? Of(OutboxRow row, OutboxItem item) => Of(row with { Items = [item] });

    private static EmailStep SentOf(Email email) =>
        email switch
        {
            { State: EmailState.Sent, BouncedAt: not null } => new("send", StepMark.Bad, "bounced"),
            { State: EmailState.Sent, IsFile: true } => new("note", StepMark.Done, "written to file"),
            { State: EmailState.Sent } => new("send", StepMark.Done, "sent"),
            { State: EmailState.Failed } => new("send", StepMark.Bad, "not sent"),
            { State: EmailState.Unsure } => new("send", StepMark.Partly, "delivery unknown"),
            _ => new("send", StepMark.Ahead, "not sent yet"),
        };

    private static EmailStep OpenedOf(IReadOnlyList<OutboxItem> items) =>
        items.Any(i => i.Link?.FirstOpenedAt is not null) ? new("eye", StepMark.Done, "opened")
        : items.Any(i => i.Link?.FirstScannedAt is not null)
            ? new("eye", StepMark.Partly, "opened by a scanner only")
        : new("eye", StepMark.Ahead, "not opened");

    private static EmailStep RepairedOf(IReadOnlyList<OutboxItem> items, DateTimeOffset sentAt)
    {
        var trouble = Trouble(items);
        var repaired = items.Where(i => i.Outcome.IsRepaired).ToList();
        if (trouble is null && repaired.Count == 0)
            return new(
                "link",
                StepMark.Ahead,
                IsLoggedIn(items) ? "logged in, not repaired yet" : "not repaired"
            );
        var mark =
            trouble is not null ? StepMark.Bad
            : repaired.Count < items.Count ? StepMark.Partly
            : StepMark.Done;
        string?[] words = [trouble, repaired.Count == 0 ? null : How(repaired, items.Count, sentAt)];
        return new("link", mark, string.Join(", ", words.OfType<string>()));
    }

    // A successful login is no trouble, although the repair may take a while.
    private static string? Trouble(IReadOnlyList<OutboxItem> items) =>
        LastResult(items) is { } result and not PortalOutcomes.Success
            ? Lower(PortalText.Describe(result))
            : null;

    private static bool IsLoggedIn(IReadOnlyList<OutboxItem> items) =>
        LastResult(items) == PortalOutcomes.Success;

    private static string? LastResult(IReadOnlyList<OutboxItem> items) =>
        items
            .Where(i => i is { Outcome.IsRepaired: false, Link.LastResult: not null })
            .MaxBy(i => i.Link!.ReturnedAt)
            ?.Link?.LastResult;

    private static string How(List<OutboxItem> repaired, int all, DateTimeOffset sentAt)
    {
        var how =
            repaired.TrueForAll(i => i.Outcome.IsByLink) ? "repaired"
            : repaired.Exists(i => i.Outcome.IsByLink) ? "repaired, partly another way"
            : "repaired another way";
        var of = repaired.Count < all ? $" ({repaired.Count} of {all})" : "";
        var took = repaired.Max(i => i.Outcome.RepairedAt!.Value) - sentAt;
        return $"{how}{of} {(took < TimeSpan.FromMinutes(1) ? "immediately" : $"{TimeText.Duration(took)} later")}";
    }

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}
