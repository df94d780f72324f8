using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Features.Notices.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Notices.Settings;

/// <summary>Reads and changes the settings of notices.</summary>
internal sealed class NoticeDesk(
    IDbContextFactory<DashboardDbContext> contexts,
    WebhookSecret secret,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    private const int MaxShown = 10;

    /// <exception cref="AccessDeniedException"/>
    public async Task<NoticeOverview> ReadAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var lately = await db
            .TeamNotices.OrderByDescending(n => n.CreatedAt)
            .Take(MaxShown)
            .Select(n => new SentNotice(n.Id, n.Kind, n.Recipient, n.State, n.CreatedAt, n.LastError))
            .ToListAsync(cancellationToken);
        return new NoticeOverview(FormOf(settings ?? new NoticeSettings()), lately);
    }

    /// <returns>The problems, each with what to do; empty when the settings were saved.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<string>> SaveAsync(NoticeForm form, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageSettings);
        if (NoticeFormCheck.Problems(form) is { Count: > 0 } problems)
            return problems;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await db.NoticeSettings.SingleOrDefaultAsync(cancellationToken);
        if (settings is null)
            db.Add(settings = new NoticeSettings());
        if (settings.Version != form.Version)
            return [Conflict];
        var before = Shown(settings);
        Apply(form, settings);
        (settings.UpdatedAt, settings.UpdatedBy) = (time.GetUtcNow(), actor.Name);
        settings.NextVersion();
        var changed = Difference(before, Shown(settings));
        // The audited host does not show a new address at the same host.
        if (!string.IsNullOrWhiteSpace(form.NewWebhook))
            changed.Add("webhookAddress", null, "entered");
        audit.Add(
            db,
            AuditActions.ChangeNotices,
            "settings:notices",
            before: changed.Before,
            after: changed.After
        );
        return await TrySaveAsync(db, cancellationToken) ? [] : [Conflict];
    }

    private const string Conflict =
        "Someone else changed these settings. Reload the page, then repeat your change.";

    private static async Task<bool> TrySaveAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            return await db.TrySaveAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private NoticeForm FormOf(NoticeSettings settings) =>
        new()
        {
            Recipients = settings.Recipients,
            HasDigest = settings.DigestAt is not null,
            DigestAt = settings.DigestAt ?? new TimeOnly(8, 0),
            TimeZone = settings.TimeZone,
            TellsIncidents = settings.TellsIncidents,
            TellsWebhooks = settings.TellsWebhooks,
            SendsReport = settings.SendsReport,
            HasThreshold = settings.Threshold is not null,
            Threshold = settings.Threshold ?? 100,
            WebhookFormat = settings.WebhookFormat,
            WebhookHost = HostOf(settings),
            Version = settings.Version,
            UpdatedAt = settings.UpdatedAt,
            UpdatedBy = settings.UpdatedBy,
        };

    private string? HostOf(NoticeSettings settings) =>
        settings.ProtectedWebhook is { } hidden
            ? secret.Unprotect(hidden)?.Host ?? "not readable any more"
            : null;

    private void Apply(NoticeForm form, NoticeSettings settings)
    {
        var digest = (settings.DigestAt, settings.TimeZone);
        settings.Recipients = string.Join('\n', NoticeFormCheck.Recipients(form));
        settings.DigestAt = form.HasDigest ? form.DigestAt : null;
        settings.TimeZone = form.TimeZone;
        settings.TellsIncidents = form.TellsIncidents;
        settings.TellsWebhooks = form.TellsWebhooks;
        if (form.SendsReport && !settings.SendsReport)
            settings.LastReport = NoticeRules.LastReportWhenSwitchedOn(settings, time.GetUtcNow());
        settings.SendsReport = form.SendsReport;
        settings.Threshold = form.HasThreshold ? form.Threshold : null;
        if (settings.Threshold is null)
            settings.AboveSince = null;
        settings.WebhookFormat = form.WebhookFormat;
        if (NoticeFormCheck.Webhook(form, out _) is { } address)
            settings.ProtectedWebhook = secret.Protect(address);
        else if (form.RemovesWebhook)
            settings.ProtectedWebhook = null;
        if (digest != (settings.DigestAt, settings.TimeZone))
            settings.LastDigest = NoticeRules.LastDigestWhenChanged(settings, time.GetUtcNow());
    }

    private (string Part, object? Value)[] Shown(NoticeSettings settings) =>
        [
            ("recipients", settings.Recipients.Replace("\n", ", ", StringComparison.Ordinal)),
            ("digestAt", settings.DigestAt),
            ("timeZone", settings.TimeZone),
            ("tellsIncidents", settings.TellsIncidents),
            ("tellsWebhooks", settings.TellsWebhooks),
            ("sendsReport", settings.SendsReport),
            ("threshold", settings.Threshold),
            ("webhookHost", HostOf(settings)),
            ("webhookFormat", settings.WebhookFormat),
        ];

    private static ChangedParts Difference(
        (string Part, object? Value)[] before,
        (string Part, object? Value)[] after
    ) =>
        before
            .Zip(after)
            .Aggregate(
                new ChangedParts(),
                (parts, pair) => parts.Add(pair.First.Part, pair.First.Value, pair.Second.Value)
            );
}
