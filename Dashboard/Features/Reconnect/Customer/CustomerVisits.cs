using System.Globalization;
using Dashboard.Components;
using Dashboard.Components.Customer;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>Where a visit leads: to a page, or to the portal.</summary>
internal sealed record VisitAnswer(CustomerPage? Page, string? PortalUrl = null);

/// <summary>What happens behind <c>/r/{token}</c>.</summary>
internal sealed class CustomerVisits(
    LinkLookup lookup,
    LinkJournal journal,
    PortalDoor door,
    BoundedCheck check,
    PublicOrigin origin,
    TimeProvider time
)
{
    private const int MaxRefreshes = 10;
    private static readonly TimeSpan CheckBeforeStart = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CheckAfterReturn = TimeSpan.FromSeconds(4);

    /// <summary>The first page. Changes nothing except for recording the visit of a person or a program.</summary>
    /// <param name="token">The link's.</param>
    /// <param name="reader">The browser's languages, used when the user's is not known.</param>
    /// <param name="isPerson">Whether a person has most likely opened it.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    public async Task<CustomerPage> OpenAsync(
        string token,
        CustomerLanguage reader,
        bool isPerson,
        CancellationToken cancellationToken
    )
    {
        if (await lookup.FindAsync(token, cancellationToken) is not { } visit)
            return new CustomerPages(reader).Unknown();
        if (visit.Status == LinkStatus.Active)
            await (
                isPerson
                    ? journal.OpenedAsync(visit.Link, cancellationToken)
                    : journal.ScannedAsync(visit.Link, cancellationToken)
            );
        var pages = PagesFor(visit, reader);
        return WhyNot(visit, pages) ?? pages.Landing(visit.Connection.DisabledSince, time.GetUtcNow());
    }

    /// <summary>The button: asks for a portal link and sends the customer there.</summary>
    /// <param name="token">The link's.</param>
    /// <param name="reader">The browser's languages, used when the user's is not known.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    public async Task<VisitAnswer> StartAsync(
        string token,
        CustomerLanguage reader,
        CancellationToken cancellationToken
    )
    {
        if (await lookup.FindAsync(token, cancellationToken) is not { } visit)
            return new(new CustomerPages(reader).Unknown());
        if (visit.Status == LinkStatus.Active && IsInDoubt(visit.Connection))
            visit = await CheckAsync(visit, token, CheckBeforeStart, cancellationToken);
        var pages = PagesFor(visit, reader);
        if (WhyNot(visit, pages) is { } page)
            return new(page);
        var opening = await door.OpenAsync(visit.Target, origin.Url($"/r/{token}/return"), cancellationToken);
        if (opening.Failure is not null)
            return new(await ExplainAsync(visit, token, pages, opening, cancellationToken));
        await journal.StartedAsync(visit.Link, cancellationToken);
        return new(null, opening.Url);
    }

    /// <summary>Back from the portal. The result is a hint; SnapTrade is asked.</summary>
    /// <param name="token">The link's.</param>
    /// <param name="reader">The browser's languages, used when the user's is not known.</param>
    /// <param name="result">See <see cref="PortalOutcomes.Read"/>.</param>
    /// <param name="refreshes">How often the page has refreshed itself.</param>
    /// <param name="cancellationToken">Ends the visit.</param>
    public async Task<CustomerPage> ReturnAsync(
        string token,
        CustomerLanguage reader,
        string? result,
        int refreshes,
        CancellationToken cancellationToken
    )
    {
        if (await lookup.FindAsync(token, cancellationToken) is not { } visit)
            return new CustomerPages(reader).Unknown();
        if (result is not null && refreshes == 0)
            await journal.ReturnedAsync(visit.Link, result, cancellationToken);
        if (IsUnderWay(visit))
            visit = await CheckAsync(visit, token, CheckAfterReturn, cancellationToken);
        var pages = PagesFor(visit, reader);
        if (visit.Status != LinkStatus.Active && !IsUnderWay(visit))
            return OfStatus(visit, pages);
        return result switch
        {
            null => WhyNot(visit, pages) ?? pages.Landing(visit.Connection.DisabledSince, time.GetUtcNow()),
            PortalOutcomes.Success when refreshes < MaxRefreshes => pages.Checking(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/r/{token}/return?status={PortalOutcomes.Success}&refreshes={refreshes + 1}"
                )
            ),
            PortalOutcomes.Success => pages.StillChecking(),
            _ => pages.Outcome(result),
        };
    }

    // A customer who pressed the button in time may return after the link has expired.
    private static bool IsUnderWay(LinkVisit visit) =>
        visit.Link.StartedAt is not null && visit.Status is LinkStatus.Active or LinkStatus.Expired;

    private static bool IsInDoubt(Connection connection) =>
        connection.AwaitingVerification || connection.Health == Health.Unknown;

    private async Task<LinkVisit> CheckAsync(
        LinkVisit visit,
        string token,
        TimeSpan atMost,
        CancellationToken cancellationToken
    ) =>
        await check.AskAsync(visit.Connection.Id, atMost, cancellationToken) is null
            ? visit
            : await lookup.FindAsync(token, cancellationToken) ?? visit;

    private async Task<CustomerPage> ExplainAsync(
        LinkVisit visit,
        string token,
        CustomerPages pages,
        PortalOpening opening,
        CancellationToken cancellationToken
    )
    {
        switch (opening.Failure)
        {
            case LinkRefusalReason.NoSecret or LinkRefusalReason.SecretRefused:
                return pages.CannotStart();
            case LinkRefusalReason.RateLimited:
                return pages.Busy(opening.RetryAfter);
            case LinkRefusalReason.SnapTradeUnavailable:
                return pages.Unavailable();
            default:
                // SnapTrade may refuse because the connection is gone, or works again.
                visit = await CheckAsync(visit, token, CheckBeforeStart, cancellationToken);
                return WhyNot(visit, pages) ?? pages.PortalRefused();
        }
    }

    private static CustomerPages PagesFor(LinkVisit visit, CustomerLanguage reader) =>
        new(
            CustomerLanguage.Find(visit.Target.User?.Locale) ?? reader,
            visit.BrokerageName,
            CustomerZones.Find(visit.Target.User?.TimeZone)
        );

    private static CustomerPage? WhyNot(LinkVisit visit, CustomerPages pages)
    {
        if (visit.Status != LinkStatus.Active)
            return OfStatus(visit, pages);
        return visit.Target.Brokerage is { InMaintenance: true } ? pages.Maintenance() : null;
    }

    private static CustomerPage OfStatus(LinkVisit visit, CustomerPages pages) =>
        visit.Status switch
        {
            LinkStatus.Revoked => pages.Revoked(),
            LinkStatus.ConnectionDeleted => pages.Deleted(),
            LinkStatus.Repaired when visit.Connection.Health == Health.Healthy => pages.Repaired(),
            LinkStatus.Repaired => pages.UsedUp(),
            _ => pages.Expired(),
        };
}
