using System.Text.Json;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Features.BlockedAddresses;

/// <summary>The result of a request.</summary>
/// <param name="Accepted">The number of notices recorded, known ones included.</param>
/// <param name="Ignored">The number of notices of other types, such as deliveries.</param>
/// <param name="Rejected">The number of items that are not valid; the others were taken.</param>
/// <param name="Errors">The first problems by the item's position, such as <c>[3].email</c>.</param>
internal sealed record EmailEventsAnswer(
    int Accepted,
    int Ignored,
    int Rejected,
    IReadOnlyDictionary<string, string[]> Errors
);

/// <summary>Receives the notices of the e-mail provider.</summary>
public static class EmailEventsApi
{
    // A thousand notices with long reasons.
    private const int MaxBytes = 768 * 1024;
    private const int MaxEvents = 1000;
    private const int MaxErrors = 20;

    public static RouteGroupBuilder MapEmailEventsApi(this RouteGroupBuilder api)
    {
        api.MapPost("/email-events", TakeAsync)
            .Require(Permission.SendEmails)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
            .WithName("PostEmailEvents")
            .WithTags("Reconnect e-mails")
            .WithSummary("Report bounces and complaints")
            .WithDescription(
                $"Accepts one notice, or an array of up to {MaxEvents}. Hard bounces and complaints block the address; soft bounces are recorded. "
                    + "Types other than bounce and complaint are counted and ignored. Payloads of Amazon SES (also through SNS), Mailgun, Postmark and SendGrid are accepted unchanged. "
                    + "Invalid items of an array are listed in the response, and the others are accepted. Repeated notices count once, and the order does not matter."
            )
            .WithBodyExample(EmailEventItem.Example)
            .WithAnswerExample(
                StatusCodes.Status200OK,
                new EmailEventsAnswer(
                    Accepted: 1,
                    Ignored: 0,
                    Rejected: 0,
                    new Dictionary<string, string[]>()
                )
            )
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        return api;
    }

    private static async Task<Results<Ok<EmailEventsAnswer>, ValidationProblem, ProblemHttpResult>> TakeAsync(
        HttpRequest request,
        CurrentOperator current,
        ProviderNoticeWriter writer,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.SendEmails);
        var (body, problem) = await ApiBody.ReadAsync<JsonDocument>(request, MaxBytes);
        if (body is null)
            return problem!;
        using (body)
        {
            var now = time.GetUtcNow();
            var reading = ProviderNoticeReading.Of(body.RootElement, now, MaxEvents, MaxErrors);
            if (reading.Errors.Count > 0 && reading.Notices.Count == 0)
                return ApiProblems.Invalid(reading.Errors);
            await writer.RecordAsync(reading.Notices, now, cancellationToken);
            return TypedResults.Ok(
                new EmailEventsAnswer(
                    reading.Notices.Count,
                    reading.Ignored,
                    reading.Rejected,
                    reading.Errors
                )
            );
        }
    }
}
