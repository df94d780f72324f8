using System.Globalization;
using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>The public pages. The link is the only credential; there is no sign-in.</summary>
internal sealed class CustomerEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private readonly CustomerGate _gate;

    private CustomerEndpoints(IServiceProvider services)
    {
        var limit = services.GetRequiredService<CustomerRateLimit>();
        _gate = new CustomerGate("/r", PortalsOf(services), limit.Take);
    }

    public static void Map(WebApplication app) => new CustomerEndpoints(app.Services).MapPages(app);

    private void MapPages(WebApplication app)
    {
        var pages = _gate.Map(app);
        pages.MapMethods("/{token}", Reading, OpenAsync);
        pages.MapPost("/{token}", StartAsync);
        pages.MapMethods("/{token}/return", Reading, ReturnAsync);
        pages.MapMethods(CustomerGate.AddedPunctuation, Reading, OpenAsync);
        pages.MapPost(CustomerGate.AddedPunctuation, StartAsync);
        // Otherwise a mistyped address would redirect to sign-in, with the token in that page's URL.
        pages.Map(
            "/{token}/{other}/{**rest}",
            (HttpContext context) =>
                _gate.Show(context, new GeneralPages(context.Request.Language()).Unknown(), token: null)
        );
    }

    private async Task<IResult> OpenAsync(string token, HttpContext context, CustomerVisits visits) =>
        _gate.Show(
            context,
            await visits.OpenAsync(
                token,
                context.Request.Language(),
                context.Request.IsByPerson(),
                context.RequestAborted
            ),
            token
        );

    private async Task<IResult> StartAsync(
        string token,
        HttpContext context,
        CustomerVisits visits,
        PublicOrigin origin
    )
    {
        var reader = context.Request.Language();
        if (!context.Request.IsFromOurPage(origin.Value))
            return _gate.Show(context, new CustomerPages(reader).NotFromHere(), token);
        var answer = await visits.StartAsync(token, reader, context.RequestAborted);
        if (answer.PortalUrl is not { } url)
            return _gate.Show(context, answer.Page!, token);
        // The framework's redirect result logs its target, which is a secret here.
        context.Response.Headers.Location = url;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IResult> ReturnAsync(string token, HttpContext context, CustomerVisits visits)
    {
        var query = context.Request.Query;
        var reader = context.Request.Language();
        var result = PortalOutcomes.Read(query["status"], query["error_code"]);
        var isCount = int.TryParse(
            query["refreshes"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var refreshes
        );
        return _gate.Show(
            context,
            HttpMethods.IsHead(context.Request.Method)
                ? await visits.OpenAsync(token, reader, isPerson: false, context.RequestAborted)
                : await visits.ReturnAsync(
                    token,
                    reader,
                    result,
                    isCount ? refreshes : 0,
                    context.RequestAborted
                ),
            token
        );
    }

    // The button's form is answered by a redirect to the portal. An iterator, so that the options are asked late.
    private static IEnumerable<string> PortalsOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SnapTradeOptions>>().Value;
        foreach (var host in options.PortalHostNames)
        {
            var isLocal = options.AllowsPortal($"http://{host}");
            yield return isLocal ? $"https://{host}:* http://{host}:*" : $"https://{host}";
        }
    }
}
