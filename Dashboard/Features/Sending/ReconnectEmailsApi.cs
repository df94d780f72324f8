using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Sending;

/// <summary>The operations that queue a reconnect e-mail and read its status.</summary>
public static class ReconnectEmailsApi
{
    private const string Tag = "Reconnect e-mails";

    public static RouteGroupBuilder MapReconnectEmailsApi(this RouteGroupBuilder api)
    {
        api.MapPost("/connections/{id}/reconnect-emails", SendAsync)
            .Require(Permission.SendEmails)
            .WithName("SendReconnectEmail")
            .WithTags(Tag)
            .WithSummary("Send a reconnect e-mail")
            .WithDescription(
                "Queues one e-mail to the connection's user. It lists all their broken connections, each with a link of its own. While a message to the user is pending, the response describes that message. A 409 has a reason; an overrideReason overrides CoolingDown, Incident and Maintenance."
            )
            .WithOptionalBodyExample(new SendEmailInput("The customer is on the phone"))
            .WithAnswerExample(StatusCodes.Status202Accepted, QueuedEmailItem.Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        api.MapGet("/reconnect-emails/{emailId}", FindAsync)
            .Require(Permission.ViewEmails)
            .WithName("GetReconnectEmail")
            .WithTags(Tag)
            .WithSummary("Read a reconnect e-mail")
            .WithDescription(
                "The state of an e-mail. Queued and Sending change automatically; reason says why an e-mail was skipped, and error what went wrong in the last attempt."
            )
            .WithAnswerExample(StatusCodes.Status200OK, ReconnectEmailItem.Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return api;
    }

    private static async Task<
        Results<Accepted<QueuedEmailItem>, ValidationProblem, ProblemHttpResult>
    > SendAsync(
        [ApiParameter("The connection's id.")] string id,
        HttpContext context,
        SingleSender sender,
        CancellationToken cancellationToken
    )
    {
        var (input, problem) = await ApiBody.ReadOptionalAsync(context.Request, SendEmailInput.None);
        if (input is null)
            return problem!;
        if (input.Problems() is { Count: > 0 } problems)
            return ApiProblems.Invalid(problems);
        var (email, refusal, _) = await sender.SendForConnectionAsync(
            context.ExactRouteValue(nameof(id)),
            input.OverrideReason,
            cancellationToken
        );
        return email is null
            ? Problem(refusal!)
            : TypedResults.Accepted(
                $"{ApiSetup.Prefix}/reconnect-emails/{email.Id}",
                new QueuedEmailItem(email.Id, email.State)
            );
    }

    private static async Task<Results<Ok<ReconnectEmailItem>, ProblemHttpResult>> FindAsync(
        [ApiParameter("The e-mail's id, as returned by the operation that sends it.")] string emailId,
        HttpContext context,
        EmailLookup emails,
        CancellationToken cancellationToken
    ) =>
        await emails.FindAsync(context.ExactRouteValue(nameof(emailId)), cancellationToken) is { } email
            ? TypedResults.Ok(email)
            : ApiProblems.NotFound("There is no e-mail with this id. Check the id.");

    private static ProblemHttpResult Problem(SendRefusal refusal) =>
        TypedResults.Problem(
            refusal.Message,
            statusCode: refusal.Reason == SendRefusal.NotFoundReason
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["reason"] = refusal.Reason,
            }
        );
}

/// <summary>The optional body of a request that queues an e-mail.</summary>
/// <param name="OverrideReason">Why it must go out despite a recent e-mail, an incident or maintenance.</param>
internal sealed record SendEmailInput(string? OverrideReason)
{
    public static readonly SendEmailInput None = new((string?)null);

    /// <summary>Problems by property; empty when the input is valid.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (
            OverrideReason is { } reason
            && (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > Sending.OverrideReason.MaxLength)
        )
            problems["overrideReason"] =
            [
                $"overrideReason must have 1 to {Sending.OverrideReason.MaxLength} characters; omit it to override nothing.",
            ];
        return problems;
    }
}

/// <summary>A queued e-mail.</summary>
internal sealed record QueuedEmailItem(string EmailId, EmailState Status)
{
    public static readonly QueuedEmailItem Example = new(
        "019a8d3b6f2d7c1b8e557d1c6a520f5e",
        EmailState.Queued
    );
}
