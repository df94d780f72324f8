using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Outcomes;

internal static class OutcomesApi
{
    private const string SecondsToWait = "10";

    // Proxies and clients often give up after 30 seconds.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(25);

    public static RouteGroupBuilder MapOutcomesApi(this RouteGroupBuilder api)
    {
        api.MapGet("/outcomes", FindAsync)
            .Require(Permission.ViewHistory)
            .WithTags("Outcomes")
            .WithName("GetOutcomes")
            .WithSummary("Read how breaks were repaired")
            .WithDescription(
                "Figures of the breaks of a period. Connections that are still broken count as far as they are known; see docs/outcomes.md for the definitions. With very many breaks, the last 30 days are some minutes old (see asOf), and other periods are computed first: after 25 seconds without a result the answer is 503, and the same request after Retry-After finds the result or goes on waiting for it."
            )
            .WithAnswerExample(StatusCodes.Status200OK, OutcomeItem.Example);
        return api;
    }

    private static async Task<Results<Ok<OutcomeItem>, ValidationProblem, ProblemHttpResult>> FindAsync(
        HttpContext context,
        OutcomeQueries queries,
        TimeProvider time,
        [ApiParameter(
            "Only breaks from this time on; UTC without an offset. By default 30 days before to.",
            Format = "date-time"
        )]
            string? from,
        [ApiParameter("Only breaks before this time. By default now.", Format = "date-time")] string? to,
        [ApiParameter("Only this brokerage's, by id or slug.", Example = "QUESTRADE")] string? brokerage,
        [ApiParameter(
            "Only breaks whose last started link was of this channel.",
            Names = typeof(LinkOrigin),
            Example = "Email"
        )]
            string? channel,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var (start, end) = (reader.Time("from", from), reader.Time("to", to));
        var wanted = reader.Text("brokerage", brokerage);
        var channels = reader.Names<LinkOrigin>("channel", channel is null ? null : [channel]);
        if (channels.Count > 1)
            reader.Refuse("channel", "channel accepts one value.");
        var period = PeriodOf(start, end, time.GetUtcNow(), reader);
        if (!reader.IsValid)
            return reader.Problem();
        var brokerages = await queries.BrokeragesAsync(cancellationToken);
        var request = period with
        {
            BrokerageId = OutcomeQueries.IdOf(wanted, brokerages),
            Channel = channels is [var only] ? only : null,
        };
        var figures =
            await queries.FindAsync(request, cancellationToken)
            ?? await ComputeAsync(queries, request, time, cancellationToken);
        if (figures is not null)
            return TypedResults.Ok(OutcomeItem.Of(figures.Now, brokerages));
        context.Response.Headers.RetryAfter = SecondsToWait;
        return ApiProblems.Bad(
            StatusCodes.Status503ServiceUnavailable,
            $"The figures are being computed. Send the same request again in {SecondsToWait} seconds."
        );
    }

    /// <returns>Null when it takes longer than a client waits.</returns>
    private static async Task<OutcomeComparison?> ComputeAsync(
        OutcomeQueries queries,
        OutcomeRequest request,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var job = await queries.StartAsync(request);
            return await job.Completion.WaitAsync(MaxWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Or too many others wait.
            return null;
        }
    }

    private static OutcomeRequest PeriodOf(
        DateTimeOffset? from,
        DateTimeOffset? to,
        DateTimeOffset now,
        QueryReader reader
    )
    {
        if (from is null && to is null)
            return new OutcomeRequest(OutcomeRequest.DefaultDays);
        // Without an end the request stays the same while time passes, so that repeated ones share what is computed.
        var end = to ?? now;
        if (from is null && end.UtcTicks < TimeSpan.FromDays(OutcomeRequest.DefaultDays).Ticks)
            reader.Refuse("to", "to is too early.");
        else if ((from ?? end.AddDays(-OutcomeRequest.DefaultDays)) is var start && start >= end)
            reader.Refuse("from", "from must be before to, and before now without to.");
        else if (end - start > OutcomeQuery.MaxPeriod)
            reader.Refuse("from", $"from must be at most {OutcomeQuery.MaxPeriod.Days} days before to.");
        else if (start.UtcTicks < OutcomeQuery.MaxPeriod.Ticks)
            reader.Refuse("from", "from is too early.");
        else
            return new OutcomeRequest(null, start, to);
        return new OutcomeRequest(OutcomeRequest.DefaultDays);
    }
}
