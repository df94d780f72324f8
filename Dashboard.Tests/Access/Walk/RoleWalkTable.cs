namespace Dashboard.Tests.Access.Walk;

/// <summary>
/// Who may do what, said a second time and by hand: a new route, page, hub method or asked permission fails the
/// walk until it has a line here.
/// </summary>
internal static class RoleWalkTable
{
    /// <summary>Routes and pages, by method and pattern.</summary>
    public static readonly Dictionary<string, Who> Routes = new(StringComparer.Ordinal)
    {
        // The frame and what Blazor needs.
        ["GET /"] = Who.Operators,
        ["POST /"] = Who.Operators,
        ["GET /_blazor"] = Who.Operators,
        ["GET /_blazor/disconnect/"] = Who.Operators,
        ["GET /_blazor/initializers/"] = Who.Operators,
        ["GET /_blazor/negotiate"] = Who.Operators,
        ["GET /_framework/opaque-redirect"] = Who.Operators,
        ["GET /{**path:file}"] = Who.Operators,
        ["HEAD /{**path:file}"] = Who.Operators,
        ["GET /error"] = Who.Anybody,
        ["POST /error"] = Who.Anybody,
        ["GET /no-permission"] = Who.Operators,
        ["POST /no-permission"] = Who.Operators,
        ["GET /not-found"] = Who.Anybody,
        ["POST /not-found"] = Who.Anybody,
        // One's own account.
        ["GET /account"] = Who.Operators,
        ["POST /account"] = Who.Operators,
        ["GET /account/sign-in"] = Who.Anybody,
        ["POST /account/sign-in"] = Who.Anybody,
        ["POST /account/sign-out"] = Who.Anybody,
        ["GET /account/sign-in/code"] = Who.Anybody,
        ["POST /account/sign-in/code"] = Who.Anybody,
        ["GET /account/forgot"] = Who.Anybody,
        ["POST /account/forgot"] = Who.Anybody,
        ["GET /account/reset"] = Who.Anybody,
        ["POST /account/reset"] = Who.Anybody,
        ["GET /account/join/{token}"] = Who.Anybody,
        ["POST /account/join/{token}"] = Who.Anybody,
        ["POST /account/passkeys/use-options"] = Who.Anybody,
        ["POST /account/passkeys/new-options"] = Who.Operators,
        ["GET /account/confirm"] = Who.Operators,
        ["POST /account/confirm"] = Who.Operators,
        ["GET /account/second-factor"] = Who.Operators,
        ["POST /account/second-factor"] = Who.Operators,
        ["GET /account/recovery-codes"] = Who.Operators,
        ["POST /account/recovery-codes"] = Who.Operators,
        ["GET /account/sso"] = Who.Anybody,
        ["GET /account/sso/problem"] = Who.Anybody,
        ["POST /account/sso/problem"] = Who.Anybody,
        ["GET /account/sso/sign-in"] = Who.Anybody,
        ["POST /account/sso/sign-in"] = Who.Anybody,
        // Screens.
        ["GET /connections"] = Who.Operators,
        ["POST /connections"] = Who.Operators,
        ["GET /connections/{Id}"] = Who.Operators,
        ["POST /connections/{Id}"] = Who.Operators,
        ["GET /emails/wording"] = Who.Admin,
        ["POST /emails/wording"] = Who.Admin,
        ["GET /history"] = Who.HistoryReaders,
        ["POST /history"] = Who.HistoryReaders,
        ["GET /audit"] = Who.HistoryReaders,
        ["POST /audit"] = Who.HistoryReaders,
        ["GET /audit/export.csv"] = Who.HistoryReaders | Who.AdminKey,
        ["GET /team"] = Who.Admin,
        ["POST /team"] = Who.Admin,
        ["GET /team/keys"] = Who.Admin,
        ["POST /team/keys"] = Who.Admin,
        // The description of the API. Its scripts are a public library's.
        ["GET /docs/{documentName?}"] = Who.Operators,
        ["GET /openapi/{documentName}.json"] = Who.Operators,
        ["GET /docs/favicon.svg"] = Who.Anybody,
        ["GET /docs/scalar.aspnetcore.js"] = Who.Anybody,
        ["GET /docs/scalar.js"] = Who.Anybody,
        // The REST API and the hub.
        ["GET /api/{**path}"] = Who.Anybody,
        ["GET /api/v1/connections"] = Who.Keys,
        ["GET /api/v1/connections/{id}"] = Who.Keys,
        ["GET /api/v1/events"] = Who.Keys,
        ["GET /api/v1/summary"] = Who.Keys,
        ["GET /api/v1/users/{userId}"] = Who.Keys,
        ["PUT /api/v1/users/{userId}"] = Who.AdminKey,
        ["POST /api/v1/connections/{id}/reconnect-links"] = Who.LinksKey | Who.AdminKey,
        ["POST /api/v1/connections/{id}/reconnect-emails"] = Who.AdminKey,
        ["GET /hubs/connection-health"] = Who.Signed,
        ["GET /hubs/connection-health/negotiate"] = Who.Signed,
        // Customers, SnapTrade and the platform.
        ["GET /r/{token}"] = Who.Anybody,
        ["HEAD /r/{token}"] = Who.Anybody,
        ["POST /r/{token}"] = Who.Anybody,
        ["GET /r/{token}/return"] = Who.Anybody,
        ["HEAD /r/{token}/return"] = Who.Anybody,
        ["GET /r/{token}/{other}/{**rest}"] = Who.Anybody,
        ["GET /email/opt-out/{token}"] = Who.Anybody,
        ["HEAD /email/opt-out/{token}"] = Who.Anybody,
        ["POST /email/opt-out/{token}"] = Who.Anybody,
        ["GET /email/opt-out/{token}/{other}/{**rest}"] = Who.Anybody,
        ["POST /webhooks/snaptrade"] = Who.Anybody,
        ["GET /health/live"] = Who.Anybody,
        ["GET /health/ready"] = Who.Anybody,
        ["GET /metrics"] = Who.Anybody,
    };

    /// <summary>
    /// Writing routes that need no antiforgery token though nobody has to show a key, and why no other site
    /// gains by them.
    /// </summary>
    public static readonly Dictionary<string, string> WithoutAntiforgery = new(StringComparer.Ordinal)
    {
        ["POST /r/{token}"] = "the link's token is in the address, which no other site knows",
        ["POST /email/opt-out/{token}"] = "the message's token is in the address, which no other site knows",
        ["POST /webhooks/snaptrade"] = "the body is signed",
    };

    /// <summary>What services and components ask for, by type and method.</summary>
    public static readonly Dictionary<string, Who> Asked = new(StringComparer.Ordinal)
    {
        ["AuditCheck.LatestAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["AuditCheck.VerifyAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["AuditExport.BeginAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["AuditQueries.ActorsAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["AuditQueries.PageAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["ConnectionChecks.CheckAsync"] = Who.LinkMakersAndKeys,
        ["ConnectionDetails.FindAsync"] = Who.Signed,
        ["ConnectionPage.BuildRenderTree"] = Who.LinkMakersAndKeys,
        ["ConnectionQueries.CountsAsync"] = Who.Signed,
        ["ConnectionQueries.FindAsync"] = Who.Signed,
        ["ConnectionQueries.LastRepairAsync"] = Who.Signed,
        ["ConnectionQueries.PageAsync"] = Who.Signed,
        ["ConnectionTimeline.PageAsync"] = Who.Signed,
        ["ConnectionTimeline.PayloadAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["ConnectionTimelineCard.OnParametersSetAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["ConnectionsPage.BuildRenderTree"] = Who.LinkMakersAndKeys,
        ["HistoryQueries.CountNewerAsync"] = Who.HistoryReaders | Who.Keys,
        ["HistoryQueries.LatestIdAsync"] = Who.HistoryReaders | Who.Keys,
        ["HistoryQueries.PageAsync"] = Who.HistoryReaders | Who.Keys,
        ["HistoryQueries.PayloadAsync"] = Who.HistoryReaders | Who.AdminKey,
        ["HistoryQueries.UnderstandAsync"] = Who.HistoryReaders | Who.Keys,
        ["HistoryTableRow.BuildRenderTree"] = Who.HistoryReaders | Who.AdminKey,
        ["KeyDirectory.DemandAsync"] = Who.Admin,
        ["LinkRefused.BuildRenderTree"] = Who.Admin | Who.AdminKey,
        ["LiveCounts.StartAsync"] = Who.Signed,
        ["MemberChanges.MakeAsync"] = Who.Admin,
        ["MemberQueries.PageAsync"] = Who.Admin,
        ["OperatorSessions.DemandAsync"] = Who.Admin,
        ["PortalLinkService.CreateAsync"] = Who.LinkMakersAndKeys,
        ["ReconnectLinkService.CreateAsync"] = Who.LinkMakersAndKeys,
        ["ReconnectLinkService.DescribeAsync"] = Who.LinkMakersAndKeys,
        ["ReconnectLinkService.ListAsync"] = Who.LinkMakersAndKeys,
        ["ReconnectLinkService.RevokeAsync"] = Who.LinkMakersAndKeys,
        ["ReconnectEmailsApi.SendAsync"] = Who.Admin | Who.AdminKey,
        ["TeamInvitations.InviteAsync"] = Who.Admin,
        ["TeamInvitations.PendingAsync"] = Who.Admin,
        ["TeamInvitations.ResendAsync"] = Who.Admin,
        ["TeamInvitations.RevokeAsync"] = Who.Admin,
        ["WordingEditor.FindAsync"] = Who.Admin | Who.AdminKey,
        ["WordingEditor.LoadAsync"] = Who.Admin | Who.AdminKey,
        ["WordingEditor.PreviewAsync"] = Who.Admin | Who.AdminKey,
        ["WordingEditor.SaveAsync"] = Who.Admin | Who.AdminKey,
        ["WordingEditor.SendTestAsync"] = Who.Admin | Who.AdminKey,
        ["UserDirectory.FindAsync"] = Who.Signed,
        ["UserDirectory.SaveAsync"] = Who.Admin | Who.AdminKey,
    };

    /// <summary>What clients can call on hubs: nothing yet.</summary>
    public static readonly Dictionary<string, Who> HubMethods = new(StringComparer.Ordinal);
}
