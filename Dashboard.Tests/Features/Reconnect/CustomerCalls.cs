using System.Net;
using Dashboard.Features.Reconnect;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>What a customer does with a link.</summary>
internal static class CustomerCalls
{
    public static string Path(this CreatedLink link) => new Uri(link.Url).AbsolutePath;

    public static Task<(HttpStatusCode Status, string Page)> OpenAsync(
        this HttpClient customer,
        CreatedLink link
    ) => customer.OpenAsync(link.Path());

    public static async Task<(HttpStatusCode Status, string Page)> OpenAsync(
        this HttpClient customer,
        string path
    )
    {
        using var answer = await customer.GetAsync(path, Token);
        return await ReadAsync(answer);
    }

    public static async Task<(HttpStatusCode Status, string Page)> StartAsync(
        this HttpClient customer,
        CreatedLink link
    )
    {
        using var answer = await customer.PostAsync(link.Path(), content: null, Token);
        return await ReadAsync(answer);
    }

    public static Task<(HttpStatusCode Status, string Page)> ReturnAsync(
        this HttpClient customer,
        CreatedLink link,
        string query
    ) => customer.OpenAsync($"{link.Path()}/return{query}");

    private static async Task<(HttpStatusCode Status, string Page)> ReadAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)));
}
