using Dashboard.Data.Audit;
using Dashboard.Data.Search;
using Dashboard.Domain;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Dashboard.Data;

/// <summary>The database. Each provider has a subclass with its own migrations and error codes.</summary>
public abstract class DashboardDbContext(DbContextOptions options)
    : IdentityUserContext<Operator>(options),
        IDataProtectionKeyContext
{
    public DbSet<Connection> Connections => Set<Connection>();
    public DbSet<ConnectionEvent> Events => Set<ConnectionEvent>();
    public DbSet<Episode> Episodes => Set<Episode>();
    public DbSet<SnapTradeUser> SnapTradeUsers => Set<SnapTradeUser>();
    public DbSet<SearchToken> SearchTokens => Set<SearchToken>();
    public DbSet<SearchTokenFill> SearchTokenFills => Set<SearchTokenFill>();
    public DbSet<UserImport> UserImports => Set<UserImport>();
    public DbSet<UserImportChunk> UserImportChunks => Set<UserImportChunk>();
    public DbSet<UserImportIssue> UserImportIssues => Set<UserImportIssue>();
    public DbSet<UserDiscovery> UserDiscoveries => Set<UserDiscovery>();
    public DbSet<Brokerage> Brokerages => Set<Brokerage>();
    public DbSet<HealthCount> HealthCounts => Set<HealthCount>();
    public DbSet<EventReceipt> Receipts => Set<EventReceipt>();
    public DbSet<ReconnectLink> ReconnectLinks => Set<ReconnectLink>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<OperatorSession> OperatorSessions => Set<OperatorSession>();
    public DbSet<OperatorPresence> OperatorPresences => Set<OperatorPresence>();
    public DbSet<Email> Emails => Set<Email>();
    public DbSet<EmailItem> EmailItems => Set<EmailItem>();
    public DbSet<EmailBatch> EmailBatches => Set<EmailBatch>();
    public DbSet<EmailWording> EmailWordings => Set<EmailWording>();
    public DbSet<EmailPolicy> EmailPolicies => Set<EmailPolicy>();
    public DbSet<Suppression> Suppressions => Set<Suppression>();
    public DbSet<Incident> Incidents => Set<Incident>();
    public DbSet<SeparateLogin> SeparateLogins => Set<SeparateLogin>();
    public DbSet<Triage> Triages => Set<Triage>();
    public DbSet<PastNote> PastNotes => Set<PastNote>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<TeamNotice> TeamNotices => Set<TeamNotice>();
    public DbSet<NoticeSettings> NoticeSettings => Set<NoticeSettings>();
    public DbSet<SweepPass> SweepPasses => Set<SweepPass>();
    public DbSet<Difference> Differences => Set<Difference>();
    public DbSet<RefusedDelivery> RefusedDeliveries => Set<RefusedDelivery>();
    public DbSet<DeliveryCount> DeliveryCounts => Set<DeliveryCount>();
    public DbSet<WebhookAlarm> WebhookAlarms => Set<WebhookAlarm>();
    public DbSet<UsedConsumerKey> UsedConsumerKeys => Set<UsedConsumerKey>();
    public DbSet<NodePulse> NodePulses => Set<NodePulse>();
    public DbSet<WorkLease> WorkLeases => Set<WorkLease>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Runs a statement of <see cref="RowCommands"/> for each row, within the current transaction.</summary>
    /// <returns>The number of rows affected.</returns>
    internal abstract Task<int> RunAsync<T>(
        RowStatement statement,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellationToken
    )
        where T : class;

    /// <summary>The SQL condition for connections that await a check.</summary>
    protected abstract string AwaitingVerificationFilter { get; }

    /// <summary>The SQL condition for e-mails that are queued or being sent.</summary>
    protected abstract string OpenEmailFilter { get; }

    /// <summary>How this database computes <see cref="BreakSeries.StepOf"/>, so that queries can group by it.</summary>
    protected abstract Func<SqlExpression, SqlExpression> StepOf { get; }

    /// <summary>How this database computes <see cref="ReconnectLink.EarliestFor"/>.</summary>
    protected abstract Func<SqlExpression, SqlExpression> EarliestFor { get; }

    /// <summary>Whether another writer inserted the same row first.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>Whether a retry may succeed: a deadlock, a lock, a lost connection.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>Whether the server gave way to another writer: the same work succeeds once that one is done.</summary>
    public abstract bool IsDeadlock(Exception exception);

    /// <summary>Saves unless another writer inserted one of the new rows first.</summary>
    /// <returns>False: a unique index refused a row, and nothing was saved. The changes are still tracked.</returns>
    public async Task<bool> TrySaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (IsUniqueViolation(exception))
        {
            return false;
        }
    }

    /// <summary>Saves changes, updates the search tokens and appends new audit entries to the chain, in one transaction.</summary>
    /// <exception cref="InvalidOperationException">An entry of the audit trail was changed or removed.</exception>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var entries = TakeAuditEntries();
        var tokens = SearchTokenChanges.Of(ChangeTracker);
        if (entries.Count == 0 && tokens.IsEmpty)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await using var own = Database.CurrentTransaction is null
            ? await Database.BeginTransactionAsync(cancellationToken)
            : null;
        try
        {
            // Accepted only with its entries: a retry with this context must not save one without the other.
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            await tokens.WriteAsync(this, cancellationToken);
            if (entries.Count > 0)
                saved += await AuditChain.AppendAsync(this, entries, cancellationToken);
            if (own is not null)
                await own.CommitAsync(cancellationToken);
            if (acceptAllChangesOnSuccess)
                ChangeTracker.AcceptAllChanges();
            return saved;
        }
        catch
        {
            AuditEntries.AddRange(entries);
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">There are audit entries or search tokens, which are written asynchronously.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        TakeAuditEntries().Count == 0 && SearchTokenChanges.Of(ChangeTracker).IsEmpty
            ? base.SaveChanges(acceptAllChangesOnSuccess)
            : throw new InvalidOperationException("Use SaveChangesAsync with audit entries or users.");

    /// <summary>The provider's exceptions in an exception and its inner exceptions.</summary>
    protected static IEnumerable<T> ErrorsIn<T>(Exception exception)
        where T : Exception => exception.SelfAndInner().OfType<T>();

    /// <summary>Removes new entries from the tracker: they are numbered at the end.</summary>
    private List<AuditEntry> TakeAuditEntries()
    {
        var tracked = ChangeTracker
            .Entries<AuditEntry>()
            .Where(e => e.State != EntityState.Unchanged)
            .ToList();
        if (tracked.Exists(e => e.State != EntityState.Added))
            throw new InvalidOperationException("The audit trail only grows.");
        tracked.ForEach(e => e.State = EntityState.Detached);
        return tracked.ConvertAll(e => e.Entity);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(
            typeof(DashboardDbContext).Assembly,
            type => type.Namespace == "Dashboard.Data.Configurations"
        );
        var (stepOf, earliestFor) = (StepOf, EarliestFor);
        builder
            .HasDbFunction(() => BreakSeries.StepOf(default))
            .HasTranslation(arguments => stepOf(arguments[0]));
        builder
            .HasDbFunction(() => ReconnectLink.EarliestFor(default))
            .HasTranslation(arguments => earliestFor(arguments[0]));
        FilteredIndexes.Add(builder, AwaitingVerificationFilter, OpenEmailFilter);
        // SQL Server requires the same length at both ends of a foreign key.
        foreach (var key in builder.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys()))
        {
            foreach (var (from, to) in key.Properties.Zip(key.PrincipalKey.Properties))
                from.SetMaxLength(to.GetMaxLength());
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().HaveMaxLength(Limits.Id);
}
