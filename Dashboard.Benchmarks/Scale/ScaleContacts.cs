using System.Runtime.CompilerServices;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Simulator.Generation;

namespace Dashboard.Benchmarks.Scale;

/// <summary>
/// Reconnect links for a share of the breaks, by e-mail or copied by support, with what the customers did with them. Rows
/// gather here until they are written. The links can't be used: the stored hashes belong to no token.
/// </summary>
internal sealed class ScaleContacts(
    ScaleSettings settings,
    Dice dice,
    ScaleEvents events,
    ScaleCalendar calendar
)
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);
    private static readonly string[] Agents = ["Mia Santos", "Ana Lima", "Kofi Mensah"];

    public List<ReconnectLink> Links { get; } = [];
    public List<Email> Emails { get; } = [];
    public List<EmailItem> Items { get; } = [];
    public List<AuditEntry> Audit { get; } = [];

    /// <summary>Writes to the customer of a break, or not.</summary>
    /// <param name="repairedAt">Null while it is not repaired.</param>
    public void Tell(ScaleLife life, int index, DateTimeOffset brokenAt, DateTimeOffset? repairedAt)
    {
        var way = dice.Below(100);
        var isEmail = way < 35;
        var at = brokenAt + dice.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(isEmail ? 3 : 9));
        var end = repairedAt < settings.Now ? repairedAt.Value : settings.Now;
        if (way >= 43 || !life.User.HasSecret || at > end.AddMinutes(-30))
            return;
        if (isEmail && life.User.Email is not null)
            TellByEmail(life, index, brokenAt, at, repairedAt);
        else
            TellByPhone(life, index, at, repairedAt);
    }

    private void TellByEmail(
        ScaleLife life,
        int index,
        DateTimeOffset brokenAt,
        DateTimeOffset at,
        DateTimeOffset? repairedAt
    )
    {
        var email = Email.Create(life.User.Id, EmailTrigger.Policy, "Policy", at);
        SetId(email, events.Id());
        SetClaimedAt(email, at);
        SetAttempts(email, 1);
        email.Prepare(life.User.Email!, life.User.Locale, wordingId: null, Hash());
        email.MarkSent(at.AddSeconds(2));
        var link = LinkOf(life, LinkOrigin.Email, "Policy", at, email.Id);
        Emails.Add(email);
        Items.Add(
            new()
            {
                EmailId = email.Id,
                ConnectionId = life.Id,
                LinkId = link.Id,
                BrokerageName = life.Brokerage.Name,
                BrokenSince = brokenAt,
                Position = 0,
            }
        );
        calendar.Add(
            events.Own(life, EventTypes.EmailSent, EventSource.Policy, at.AddSeconds(2), link.Id, "Policy"),
            index
        );
        Follow(life, index, link, at, repairedAt);
    }

    private void TellByPhone(ScaleLife life, int index, DateTimeOffset at, DateTimeOffset? repairedAt)
    {
        var agent = dice.Below(Agents.Length);
        var link = LinkOf(life, LinkOrigin.Copy, Agents[agent], at, emailId: null);
        calendar.Add(
            events.Own(life, EventTypes.LinkCreated, EventSource.Operator, at, link.Id, Agents[agent]),
            index
        );
        Audit.Add(
            new()
            {
                At = at,
                ActorId = $"agent-{agent}",
                Actor = Agents[agent],
                ActorRole = "Support",
                Action = AuditActions.CreateReconnectLink,
                Subject = $"connection:{life.Id}",
                Result = "done",
            }
        );
        Follow(life, index, link, at, repairedAt);
    }

    private void Follow(
        ScaleLife life,
        int index,
        ReconnectLink link,
        DateTimeOffset at,
        DateTimeOffset? repairedAt
    )
    {
        if (!dice.Chance(repairedAt is null ? 0.4 : 0.7))
            return;
        // A repair follows the visit at once; other visits lead to nothing.
        var returned = repairedAt?.AddSeconds(3) ?? at + dice.Between(TimeSpan.Zero, TimeSpan.FromHours(20));
        var opened = returned.AddMinutes(-2);
        if (opened < at || returned >= settings.Now)
            return;
        link.Open(opened);
        Add(EventTypes.LinkOpened, opened);
        if (!dice.Chance(0.85))
            return;
        link.Start(opened.AddSeconds(20));
        Add(EventTypes.PortalStarted, opened.AddSeconds(20));
        var result = repairedAt is null ? "ABANDONED" : EventTypes.AttemptSuccess;
        link.Return(result, returned);
        Add(EventTypes.PortalReturned, returned, result);

        void Add(string type, DateTimeOffset when, string? outcome = null) =>
            calendar.Add(events.Own(life, type, EventSource.Portal, when, link.Id, result: outcome), index);
    }

    private ReconnectLink LinkOf(
        ScaleLife life,
        LinkOrigin origin,
        string by,
        DateTimeOffset at,
        string? emailId
    )
    {
        var link = ReconnectLink.Create(Hash(), life.Connection!, origin, by, at, LinkLifetime, emailId);
        SetId(link, events.Id());
        Links.Add(link);
        return link;
    }

    private string Hash() => events.Id() + events.Id();

    // The product draws these at random or sets them in SQL; here they come from the seed.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(Email email, string id);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ClaimedAt")]
    private static extern void SetClaimedAt(Email email, DateTimeOffset? at);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Attempts")]
    private static extern void SetAttempts(Email email, int attempts);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(ReconnectLink link, string id);
}
