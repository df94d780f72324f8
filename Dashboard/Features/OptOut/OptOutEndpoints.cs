using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Customer;
using Dashboard.Domain.Reconnect;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.OptOut;

/// <summary>
/// The opt-out link of e-mails. A GET has no effect, since mail scanners open links. A POST opts out, from the page's form
/// or from the mail program (RFC 8058, one click). The token in the URL, which no other site knows, authorizes it.
/// </summary>
internal sealed class OptOutEndpoints
{
    /// <summary>The path before the token.</summary>
    public const string Prefix = "/email/opt-out";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private readonly CustomerGate _gate;

    private OptOutEndpoints(IServiceProvider services) =>
        _gate = new CustomerGate(Prefix, [], services.GetRequiredService<CustomerRateLimit>().Take);

    public static void Map(WebApplication app)
    {
        var endpoints = new OptOutEndpoints(app.Services);
        var pages = endpoints._gate.Map(app);
        pages.MapMethods("/{token}", Reading, endpoints.OpenAsync);
        pages.MapPost("/{token}", endpoints.ChangeAsync);
        // Otherwise a mistyped URL would redirect to the sign-in page, with the token in its URL.
        pages.Map("/{token}/{other}/{**rest}", endpoints.ShowUnknown);
        pages.MapMethods(CustomerGate.AddedPunctuation, Reading, endpoints.OpenAsync);
        pages.MapPost(CustomerGate.AddedPunctuation, endpoints.ChangeAsync);
    }

    private Task<IResult> OpenAsync(
        string token,
        HttpContext context,
        OptOuts optOuts,
        IOptions<DashboardOptions> company
    ) =>
        ShowAsync(
            token,
            context,
            optOuts,
            company.Value,
            (visit, pages) => Task.FromResult(visit.IsOut ? pages.Out() : pages.Ask())
        );

    private Task<IResult> ChangeAsync(
        string token,
        HttpContext context,
        OptOuts optOuts,
        IOptions<DashboardOptions> company
    ) =>
        ShowAsync(
            token,
            context,
            optOuts,
            company.Value,
            async (visit, pages) =>
            {
                if (await WantsBackAsync(context.Request))
                {
                    await optOuts.OptInAsync(visit, context.RequestAborted);
                    return pages.In();
                }
                await optOuts.OptOutAsync(visit, context.RequestAborted);
                return pages.Out();
            }
        );

    private async Task<IResult> ShowAsync(
        string token,
        HttpContext context,
        OptOuts optOuts,
        DashboardOptions company,
        Func<OptOutVisit, OptOutPages, Task<CustomerPage>> answer
    )
    {
        var reader = context.Request.Language();
        if (await optOuts.FindAsync(token, context.RequestAborted) is not { } visit)
            return _gate.Show(context, new GeneralPages(reader).Unknown(), token);
        var pages = new OptOutPages(CustomerLanguage.Find(visit.Locale) ?? reader, company.CompanyName);
        return _gate.Show(context, await answer(visit, pages), token);
    }

    private IResult ShowUnknown(HttpContext context) =>
        _gate.Show(context, new GeneralPages(context.Request.Language()).Unknown(), token: null);

    // Any other body, such as that of a mail program, opts out.
    private static async Task<bool> WantsBackAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
            return false;
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form[OptOutPages.WantsBack.Name] == OptOutPages.WantsBack.Value;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return false;
        }
    }
}
