using Dashboard.Domain.Emails;
using Dashboard.Mail;

namespace Dashboard.Emails.Delivery;

/// <summary>A claimed and rendered e-mail, ready for delivery.</summary>
/// <param name="Email">As of the claim.</param>
/// <param name="Links">The listed connections and their links.</param>
internal sealed record PreparedEmail(
    Email Email,
    OutgoingMail Mail,
    IReadOnlyList<(string ConnectionId, string LinkId)> Links
)
{
    public override string ToString() => Email.Id;
}
