using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Dashboard.Tests.SnapTrade;

/// <summary>Replaces the network: records requests and returns configured responses.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];
    public List<string?> Bodies { get; } = [];

    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } =
        (_, _) => Task.FromResult(Json("{}"));

    public void AnswerWith(HttpResponseMessage response) => Answer = (_, _) => Task.FromResult(response);

    public static HttpResponseMessage Json(
        string body,
        HttpStatusCode status = HttpStatusCode.OK,
        params (string Name, string Value)[] headers
    )
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests.Add(request);
        Bodies.Add(
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)
        );
        return await Answer(request, cancellationToken);
    }
}
