using Dashboard.Components.Navigation;
using Dashboard.Domain.Emails;
using Dashboard.Emails;

namespace Dashboard.Features.Outbox;

/// <summary>Which e-mails the outbox shows.</summary>
public enum OutboxKind
{
    All,

    /// <summary>Queued or being sent.</summary>
    Waiting,
    Sent,
    Skipped,
    Failed,
    Unsure,
    Cancelled,

    /// <summary>Sent, then returned by the provider.</summary>
    Bounced,
}

/// <summary>The orders of the outbox, by their names in addresses.</summary>
public enum OutboxSort
{
    Newest,
    Oldest,

    /// <summary>By the ids of the users; of one user, in the order of time.</summary>
    User,
}

/// <summary>The filters of the outbox, as its URL says them. Unset filters match everything.</summary>
/// <param name="Search">Words that each begin a word of a user's id, name or e-mail address; or a whole address.</param>
public sealed record OutboxView(OutboxKind Kind, EmailTrigger? Trigger, string? Search)
{
    /// <summary>Only those created at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The order that was chosen; see <see cref="Order"/>.</summary>
    public OutboxSort Sort { get; init; }

    public static readonly OutboxView Default = new(OutboxKind.All, null, null);

    public bool IsNarrowed => this with { Sort = default } != Default;

    /// <summary>The order of the list.</summary>
    public OutboxSort Order => Offers(Sort) ? Sort : default;

    /// <summary>
    /// Whether an index has the filtered list in that order. A search that finds many users walks through the list, whose
    /// oldest e-mails may be of none of them.
    /// </summary>
    public bool Offers(OutboxSort sort) =>
        sort switch
        {
            OutboxSort.Newest => true,
            OutboxSort.Oldest => Search is null,
            _ => !IsNarrowed,
        };

    /// <summary>Parses the URL; invalid values count as absent.</summary>
    public static OutboxView Read(
        string? kind,
        string? trigger,
        string? search,
        string? since = null,
        string? sort = null
    ) =>
        new(
            PageAddress.Choice<OutboxKind>(kind) ?? OutboxKind.All,
            PageAddress.Choice<EmailTrigger>(trigger),
            PageAddress.Text(search)
        )
        {
            Since = ConnectionAddress.MomentOf(since),
            Sort = PageAddress.Choice<OutboxSort>(sort) ?? default,
        };

    public string ToUri() =>
        PageAddress.With(
            EmailPaths.Outbox,
            ("state", Kind == OutboxKind.All ? null : Kind.ToString()),
            ("trigger", Trigger?.ToString()),
            ("since", Since is { } since ? ConnectionAddress.Moment(since) : null),
            ("sort", PageAddress.Word(Sort)),
            ("q", Search)
        );
}
