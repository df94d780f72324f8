using System.Diagnostics;
using OpenTelemetry;

namespace Dashboard.Api.Telemetry;

/// <summary>
/// Links, invitations and unsubscribe addresses have their secret in the path, hubs accept a key in the query, and calls to
/// SnapTrade name customers. A span says the route or the host instead.
/// </summary>
internal sealed class AddressRedaction : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Kind == ActivityKind.Server)
        {
            data.SetTag("url.path", data.GetTagItem("http.route"));
            data.SetTag("url.query", null);
        }
        if (data.GetTagItem("url.full") is string url)
            data.SetTag(
                "url.full",
                Uri.TryCreate(url, UriKind.Absolute, out var address)
                    ? address.GetLeftPart(UriPartial.Authority)
                    : null
            );
    }
}
