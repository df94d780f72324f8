using System.Text.Json.Serialization;
using Dashboard.Api.Exports;
using Dashboard.Api.Idempotency;
using Dashboard.Api.OpenApi;
using Dashboard.Data.Work;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api;

/// <summary>The common setup of all operations of the REST API.</summary>
public static class ApiSetup
{
    public const string Prefix = "/api/v1";

    /// <summary>The largest body is a user's contact data.</summary>
    internal const int MaxBytes = 64 * 1024;

    // The Access room defines this policy; an unknown policy would fail every request.
    private const string AnyApiKey = "ApiKey";

    public static IHostApplicationBuilder AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            options.SerializerOptions.Converters.Add(new UtcTimeConverter());
            // Numbers in strings are refused, as the description says.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddSingleton<IdempotentAnswers>();
        builder.Services.AddRecurringWork<IdempotencyPruner>();
        builder.Services.AddApiDescription();
        ExportSetup.Add(builder);
        return builder;
    }

    /// <summary>Must run before everything whose failures become problem details.</summary>
    public static WebApplication UseApiErrors(this WebApplication app)
    {
        app.UseMiddleware<ApiErrors>();
        return app;
    }

    /// <summary>The group on which features map their operations. All of them require an API key.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.Map("/api/{**path}", Unknown).AllowAnonymous().WithOrder(int.MaxValue).ExcludeFromDescription();
        return app.MapGroup(Prefix)
            .RequireAuthorization(AnyApiKey)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes))
            .DisableAntiforgery()
            .AddEndpointFilter<RouteGroupBuilder, IdempotencyFilter>()
            .AddEndpointFilterFactory(KnownQuery.Create)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Unknown(HttpRequest request) =>
        ApiProblems.NotFound(
            $"There is no {request.Method} {request.Path}. The operations are listed in docs/api.md."
        );
}
