using Dashboard.Domain.Emails;
using Dashboard.Mail;

namespace Dashboard.Emails.Delivery;

/// <summary>An e-mail that is claimed and written: all that is left is to hand it over.</summary>
/// <param name="Email">As it was when it was claimed.</param>
/// <param name="Links">The connections it lists and the link of each.</param>
internal sealed record PreparedEmail(
    Email Email,
    OutgoingMail Mail,
    IReadOnlyList<(string ConnectionId, string LinkId)> Links
)
{
    public override string ToString() => Email.Id;
}
