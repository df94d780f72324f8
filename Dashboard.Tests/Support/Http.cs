using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.Tests.Support;

/// <summary>Shorthand for talking to the REST API.</summary>
internal static class Http
{
    public static async Task<JsonElement> JsonAsync(
        this HttpClient client,
        string path,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await (await client.GetAsync(path, Token)).JsonAsync(expected);

    public static async Task<JsonElement> PutAsync(
        this HttpClient client,
        string path,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await (await client.PutAsJsonAsync(path, body, Token)).JsonAsync(expected);

    public static async Task<JsonElement> JsonAsync(
        this HttpResponseMessage answer,
        HttpStatusCode expected = HttpStatusCode.OK
    )
    {
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        var type = (int)expected < 400 ? "application/json" : "application/problem+json";
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(text);
    }

    public static string Detail(this JsonElement problem) => problem.GetProperty("detail").GetString()!;

    public static List<string> Ids(this JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").ToString())];
}
