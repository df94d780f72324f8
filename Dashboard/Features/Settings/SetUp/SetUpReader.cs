using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Settings.Checks;
using Dashboard.Mail;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Settings.SetUp;

/// <summary>Reads what the set-up is judged by.</summary>
internal sealed class SetUpReader(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    DeliveryWatch deliveries,
    SnapTradeCheck snapTrade,
    OutsideCheck outside,
    Transports transports,
    IMailSender mail,
    DispatcherState dispatcher,
    IOptions<SnapTradeOptions> snapTradeOptions,
    IOptions<DashboardOptions> dashboard,
    IOptions<MailOptions> mailOptions,
    IConfiguration configuration,
    TimeProvider time
)
{
    private const int LatestEmails = 100;

    /// <exception cref="AccessDeniedException"/>
    public async Task<SetUpFacts> ReadAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var facts = new SetUpFacts
        {
            Now = time.GetUtcNow(),
            ClientId = snapTradeOptions.Value.ClientId,
            WebhookAddress = outside.Address,
            IsSimulator = snapTradeOptions.Value.IsSimulator,
            Deliveries = deliveries.Now ?? await deliveries.ReadAsync(cancellationToken),
            Users = await UsersAsync(db, cancellationToken),
            ReachesPeople = mail.ReachesPeople,
            HasSent = await HasSentAsync(db, cancellationToken),
            MissingNames = dashboard.Value.Missing,
            CompanyName = dashboard.Value.CompanyName,
            SupportContact = dashboard.Value.SupportContact,
            ReplyTo = string.IsNullOrWhiteSpace(mailOptions.Value.ReplyTo) ? null : mailOptions.Value.ReplyTo,
            PublicUrl = dashboard.Value.PublicUrl,
            Admins = await AdminsAsync(db, cancellationToken),
        };
        return Refresh(facts);
    }

    /// <summary>The same facts with what this node knows now; reads nothing.</summary>
    public SetUpFacts Refresh(SetUpFacts facts) =>
        facts with
        {
            Now = time.GetUtcNow(),
            Deliveries = deliveries.Now ?? facts.Deliveries,
            SnapTrade = snapTrade.Last,
            HasSent = facts.HasSent || dispatcher.Current.LastSentAt is not null,
            Outside = outside.Last,
            Sockets = transports.Sockets,
            OtherTransports = transports.Others,
        };

    private static Task<bool> HasSentAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db
            .Emails.OrderByDescending(e => e.CreatedAt)
            .ThenByDescending(e => e.Id)
            .Take(LatestEmails)
            .AnyAsync(e => e.State == EmailState.Sent && !e.IsFile, cancellationToken);

    // Each count reads a partial index.
    private static async Task<UserFacts> UsersAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        new(
            await db.SnapTradeUsers.CountAsync(
                u => u.ProtectedSecret != null && u.SecretRefusedAt == null,
                cancellationToken
            ),
            await db.SnapTradeUsers.CountAsync(
                u => u.ProtectedSecret == null && u.DeletedAt == null,
                cancellationToken
            ),
            await db.SnapTradeUsers.CountAsync(u => u.SecretRefusedAt != null, cancellationToken)
        );

    private async Task<AdminFacts> AdminsAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var admins = db.Users.Where(o => o.Role == Role.Admin && o.DisabledAt == null);
        return new(
            await admins.CountAsync(cancellationToken),
            await admins.CountAsync(
                o => o.TwoFactorEnabled || db.UserPasskeys.Any(p => p.UserId == o.Id),
                cancellationToken
            ),
            !string.IsNullOrWhiteSpace(configuration["Access:Oidc:Authority"])
        );
    }
}
