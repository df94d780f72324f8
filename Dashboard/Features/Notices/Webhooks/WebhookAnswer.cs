using System.Net.Sockets;
using System.Security.Authentication;
using Dashboard.Domain;

namespace Dashboard.Features.Notices.Webhooks;

/// <summary>How an attempt to deliver a notice ended.</summary>
/// <param name="Words">What the other side answered, and what to do; contains no secret.</param>
/// <param name="IsPermanent">Another attempt would fail in the same way.</param>
/// <param name="RetryAfter">How long the other side asks to wait before the next attempt.</param>
internal sealed record DeliveryResult(
    bool IsDelivered,
    string Words,
    bool IsPermanent = false,
    TimeSpan? RetryAfter = null
);

/// <summary>Translates responses and failures of webhooks.</summary>
internal static class WebhookAnswer
{
    /// <summary>What a response means.</summary>
    /// <param name="host">The webhook's host; nothing more of its address may appear in the result.</param>
    /// <param name="answer">The response.</param>
    /// <param name="said">Its text, if it is safe to show; else empty.</param>
    /// <param name="now">The current time.</param>
    public static DeliveryResult Judge(
        string host,
        HttpResponseMessage answer,
        string said,
        DateTimeOffset now
    )
    {
        var words =
            $"{host} responded with {(int)answer.StatusCode}{(said.Length == 0 ? "" : $", “{said}”")}.";
        return (int)answer.StatusCode switch
        {
            >= 200 and < 300 => new DeliveryResult(true, words),
            >= 300 and < 400 => Refused(
                $"{words} It points elsewhere, and redirects are not followed: enter the final address."
            ),
            408 or 429 or >= 500 => Failed(words) with { RetryAfter = RetryAfter(answer, now) },
            404 or 410 => Refused(
                $"{words} The webhook no longer exists: create a new one there and enter it here."
            ),
            _ => Refused($"{words} Check that the address is complete and that the format is right."),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } date } => date - now,
            _ => null,
        };

    /// <summary>What a failed call means.</summary>
    public static DeliveryResult Explain(string host, Exception exception)
    {
        foreach (var cause in exception.SelfAndInner())
        {
            if (cause is UnauthorizedAccessException)
                return Refused(
                    $"{host} has an address inside a private network or on this machine, which webhooks may not reach. If it is your own chat server, set Notices__AllowPrivateHosts to true."
                );
            if (cause is AuthenticationException)
                return Failed($"The certificate of {host} is not trusted.");
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData })
                return Failed($"The host name {host} can’t be resolved. Check the address.");
        }
        return Failed($"{host} can’t be reached, or closed the connection.");
    }

    private static DeliveryResult Refused(string words) => new(false, words, IsPermanent: true);

    public static DeliveryResult Failed(string words) => new(false, words);
}
