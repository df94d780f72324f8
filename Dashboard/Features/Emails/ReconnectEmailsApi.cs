using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Emails;

/// <summary>The operation that sends a reconnect e-mail. No e-mails are sent yet, and it says so.</summary>
public static class ReconnectEmailsApi
{
    public static RouteGroupBuilder MapReconnectEmailsApi(this RouteGroupBuilder api)
    {
        api.MapPost("/connections/{id}/reconnect-emails", SendAsync)
            .Require(Permission.SendEmails)
            .WithName("SendReconnectEmail")
            .WithTags("Reconnect e-mails")
            .WithSummary("Send a reconnect e-mail")
            .WithDescription(
                "Not available yet: answers 501 after the same checks as later. Make a reconnect link and send it yourself."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented);
        return api;
    }

    private static async Task<ProblemHttpResult> SendAsync(
        [ApiParameter("The connection's id.")] string id,
        HttpContext context,
        CurrentOperator current,
        AuditWriter audit,
        IDbContextFactory<DashboardDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.SendEmails);
        var connectionId = context.ExactRouteValue(nameof(id));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isKnown = await db.Connections.AnyAsync(c => c.Id == connectionId, cancellationToken);
        audit.Add(
            db,
            AuditActions.SendReconnectEmail,
            $"connection:{connectionId}",
            isKnown ? "refused: no e-mails are sent yet" : "refused: NotFound"
        );
        await db.SaveChangesAsync(cancellationToken);
        return isKnown
            ? ApiProblems.Bad(
                StatusCodes.Status501NotImplemented,
                $"E-mails are not sent yet. POST {ApiSetup.Prefix}/connections/{Uri.EscapeDataString(connectionId)}/reconnect-links makes a link to send yourself."
            )
            : ApiProblems.NotFound(
                $"There is no connection with the id {connectionId}. GET {ApiSetup.Prefix}/connections lists those that are."
            );
    }
}
