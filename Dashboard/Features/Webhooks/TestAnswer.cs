using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks;

/// <summary>
/// The answer to a <see cref="TestDelivery"/>: what this server saw of the request, to compare with the public address.
/// </summary>
internal static class TestAnswer
{
    public static IResult For(HttpContext context) =>
        TypedResults.Ok(
            new TestDeliverySeen(
                context.Request.Scheme,
                context.Request.Host.Value ?? "",
                context.Connection.RemoteIpAddress?.ToString(),
                // What trusted proxies wrote there was taken out.
                IsRelayed: context.Request.Headers["X-Forwarded-For"].Count > 0
            )
        );
}
