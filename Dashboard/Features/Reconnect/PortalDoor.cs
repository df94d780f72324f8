using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconnect;

/// <summary>Asks SnapTrade for a portal link that repairs one connection, and accepts SnapTrade's hosts only.</summary>
internal sealed partial class PortalDoor(
    ISnapTradeClient client,
    UserSecrets secrets,
    SecretRefusals refusals,
    IOptions<SnapTradeOptions> options,
    TimeProvider time,
    ILogger<PortalDoor> logger
)
{
    // A customer or an operator waits for the answer.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const string PortalVersion = "v4";
    private static readonly string[] PortalLocales = ["en", "pt-BR"];

    /// <param name="target">The connection to repair.</param>
    /// <param name="returnUrl">Where the portal sends the customer afterwards; null: nowhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<PortalOpening> OpenAsync(
        LinkTarget target,
        string? returnUrl,
        CancellationToken cancellationToken
    )
    {
        var connectionId = target.Connection.Id;
        if (
            target.User is not { ProtectedSecret: { } kept } user
            || secrets.Unprotect(kept) is not { } secret
        )
            return Refuse(LinkRefusalReason.NoSecret, connectionId);
        if (user.SecretRefusedAt is not null)
            return Refuse(LinkRefusalReason.SecretRefused, connectionId);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await LoginAsync(
                user,
                new UserCredentials(user.Id, secret),
                LoginOf(target, returnUrl),
                either.Token
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse(LinkRefusalReason.SnapTradeUnavailable, connectionId);
        }
    }

    private async Task<PortalOpening> LoginAsync(
        SnapTradeUser user,
        UserCredentials credentials,
        LoginRequest login,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var portal = await client.LoginAsync(credentials, login, cancellationToken);
            refusals.Answered();
            return Inspect(portal, login.Reconnect!);
        }
        catch (SnapTradeException error)
        {
            return await ExplainAsync(error, user, login.Reconnect!, cancellationToken);
        }
    }

    private static LoginRequest LoginOf(LinkTarget target, string? returnUrl) =>
        new()
        {
            Reconnect = target.Connection.Id,
            CustomRedirect = returnUrl,
            ImmediateRedirect = returnUrl is null ? null : true,
            ShowCloseButton = true,
            Locale = PortalLocales.Contains(target.User?.Locale, StringComparer.Ordinal)
                ? target.User!.Locale
                : null,
            ConnectionPortalVersion = PortalVersion,
        };

    private PortalOpening Inspect(PortalLink portal, string connectionId)
    {
        if (options.Value.AllowsPortal(portal.RedirectUri))
            return new PortalOpening(new Uri(portal.RedirectUri).AbsoluteUri);
        var host = Uri.TryCreate(portal.RedirectUri, UriKind.Absolute, out var uri) ? uri.Host : "no host";
        LogForeignHost(logger, connectionId, host);
        return new PortalOpening(null, LinkRefusalReason.PortalRefused);
    }

    private async Task<PortalOpening> ExplainAsync(
        SnapTradeException error,
        SnapTradeUser user,
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        LogFailed(logger, connectionId, error.Kind, error.Code, error.RequestId);
        if (SecretRefusals.IsRefusal(error))
        {
            var now = time.GetUtcNow();
            var verdict = await refusals.JudgeAsync(error, user, now, client, cancellationToken);
            return new PortalOpening(
                null,
                verdict.Error.Kind == SnapTradeErrorKind.ForeignKeys
                    ? LinkRefusalReason.KeysRefused
                    : LinkRefusalReason.SecretRefused
            );
        }
        if (error.Kind == SnapTradeErrorKind.RateLimited)
            return new PortalOpening(null, LinkRefusalReason.RateLimited, error.RetryAfter);
        return new PortalOpening(
            null,
            error.IsTransient ? LinkRefusalReason.SnapTradeUnavailable : LinkRefusalReason.PortalRefused
        );
    }

    private PortalOpening Refuse(LinkRefusalReason reason, string connectionId)
    {
        LogRefused(logger, connectionId, reason);
        return new PortalOpening(null, reason);
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "SnapTrade sent a portal link for connection {ConnectionId} that leads to {Host}, which is not in SnapTrade__PortalHosts: nobody was sent there"
    )]
    private static partial void LogForeignHost(ILogger logger, string connectionId, string host);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "No portal link for connection {ConnectionId}: {Kind}, SnapTrade's code {Code}, request {RequestId}"
    )]
    private static partial void LogFailed(
        ILogger logger,
        string connectionId,
        SnapTradeErrorKind kind,
        string? code,
        string? requestId
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "No portal link for connection {ConnectionId}: {Reason}"
    )]
    private static partial void LogRefused(ILogger logger, string connectionId, LinkRefusalReason reason);
}
